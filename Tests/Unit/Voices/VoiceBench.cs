using System.Collections.Immutable;
using Iskra.Metrics;
using Iskra.Voices;

namespace Iskra.Tests.Unit.Voices;

/// <summary>One voice with the definition of the table, and a clock that the test moves.</summary>
internal sealed class VoiceBench(string voice)
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private ImmutableArray<MetricReading> _readings = [];
    private VoiceOutcome _outcome = new(VoiceState.Initial, VoiceChange.None, false, null);

    public DateTimeOffset Now { get; private set; } = Start;

    public VoiceState State => _outcome.State;

    public VoiceOutcome Outcome => _outcome;

    public static VoiceStep Step(params (string Metric, double Value)[] values) => new(Readings(values), []);

    public static ImmutableArray<MetricReading> Readings(params (string Metric, double Value)[] values) =>
        [.. values.Select(pair => MetricDeclarations.Default.Of(pair.Metric).Read(new Sample(pair.Metric, pair.Value, Start, "test")))];

    public VoiceChange Hear(params (string Metric, double Value)[] values)
    {
        var changed = Readings(values);
        _readings = [.. _readings.Where(old => !changed.Any(reading => reading.Metric == old.Metric)), .. changed];
        return Take(new VoiceStep(_readings, []));
    }

    public VoiceChange Count(string type, int count) => Take(new VoiceStep(_readings, [new EventCount(type, count)]));

    public VoiceChange Ask(string action) => Take(new VoiceStep(_readings, [], Asked: action));

    public VoiceChange Others(int count, double intensity) => Take(new VoiceStep(_readings, [], count, intensity));

    public VoiceChange After(TimeSpan time)
    {
        Now += time;
        return Take(new VoiceStep(_readings, []));
    }

    private VoiceChange Take(VoiceStep step)
    {
        _outcome = VoiceRules.Hear(VoiceSettings.Default.Of(voice), VoiceSettings.Default.Scale, State, step, Now);
        return _outcome.Change;
    }
}
