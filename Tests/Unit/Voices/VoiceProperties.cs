using System.Collections.Immutable;
using Iskra.Voices;

namespace Iskra.Tests.Unit.Voices;

/// <summary>What holds for every voice, whatever it hears and in which order.</summary>
public sealed class VoiceProperties
{
    private static readonly string[] Metrics = ["clarity", "chaos", "trust", "pain"];

    [Theory]
    [MemberData(nameof(Voices))]
    public void A_voice_keeps_its_rules_over_any_history(string voice)
    {
        for (var seed = 0; seed < 50; seed++) Walk(voice, new Random(seed), seed);
    }

    [Fact]
    public void An_expression_in_its_normal_form_reads_as_itself()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var text = Expression(new Random(seed), 2);
            var normal = TriggerExpression.Parse(text).Text;
            Assert.Equal(normal, TriggerExpression.Parse(normal).Text);
        }
    }

    public static TheoryData<string> Voices() => [.. VoiceName.OfIskra];

    private static void Walk(string voice, Random random, int seed)
    {
        var definition = VoiceSettings.Default.Of(voice);
        var now = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var state = VoiceState.Initial;
        var values = new Dictionary<string, double>();
        for (var i = 0; i < 300; i++)
        {
            now += TimeSpan.FromMilliseconds(random.Next(1, 60_000));
            values[Metrics[random.Next(Metrics.Length)]] = Math.Round(random.NextDouble(), 2);
            var step = new VoiceStep(
                VoiceBench.Readings([.. values.Select(pair => (pair.Key, pair.Value))]),
                random.Next(5) == 0 ? [new EventCount("protocol_violation", random.Next(1, 7))] : ImmutableArray<EventCount>.Empty,
                random.Next(0, 5),
                random.NextDouble(),
                random.Next(30) == 0 ? "stimulate" : null);
            var outcome = VoiceRules.Hear(definition, VoiceSettings.Default.Scale, state, step, now);
            Check(definition, state, step, outcome, now, $"{voice}, seed {seed}, step {i}");
            state = outcome.State;
        }
    }

    private static void Check(VoiceDefinition definition, VoiceState before, VoiceStep step, VoiceOutcome outcome, DateTimeOffset now, string where)
    {
        var after = outcome.State;
        var facts = new TriggerFacts(step, after.Memory, now);
        var fired = facts.Fired(definition.Activates, VoiceSettings.Default.Scale).ToList();
        Assert.True(after.Active ? after.Intensity is >= TriggerScale.MinIntensity and <= 1 : after.Intensity == 0, where);
        Assert.True(!(outcome.DueAt <= now), where);
        Assert.Equal(before.Number + (outcome.Change == VoiceChange.None ? 0 : 1), after.Number);
        if (outcome.Change == VoiceChange.Deactivated) Assert.True(fired.Count == 0 && step.Asked is null && facts.Holds(definition.Silences), where);
        if (outcome.Change != VoiceChange.Activated) return;
        Assert.False(before.Active, where);
        var isHeard = step.Asked is not null || !(now < before.RestsUntil) || fired.Any(trigger => trigger.IsCritical);
        Assert.True(isHeard && (step.Asked is not null || fired.Count > 0), where);
    }

    private static string Expression(Random random, int depth)
    {
        if (depth == 0 || random.Next(3) == 0) return Comparison(random);
        var inner = $"{Expression(random, depth - 1)} {(random.Next(2) == 0 ? "and" : "or")} {Expression(random, depth - 1)}";
        return random.Next(2) == 0 ? $"({inner})" : inner;
    }

    private static string Comparison(Random random)
    {
        string[] operators = ["<", "<=", ">", ">=", "="];
        var text = $"{Metrics[random.Next(4)]} {operators[random.Next(5)]} {Math.Round(random.NextDouble(), 3)}";
        return random.Next(4) switch
        {
            0 => $"{text} for {random.Next(1, 100)} s",
            1 => $"{text} within {random.Next(1, 10)} min",
            _ => text,
        };
    }
}
