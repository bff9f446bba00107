using System.Collections.Immutable;
using Iskra.Delta;
using Iskra.Metrics;
using Microsoft.Extensions.Configuration;

namespace Iskra.Voices;

/// <summary>
/// Reads the configuration section <c>Voices</c>. What is not said stays as in domain sections 2 and 3. Triggers are read once,
/// here; docs/voices.md has their grammar.
/// </summary>
public static class VoiceConfiguration
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Voices";

    private static readonly string[] ConnectionActions =
        ["critical_alert", "warning", "success_notification", "investigation", "monitoring", "proactive_testing", "graceful_handling"];

    /// <summary>Reads and checks the section.</summary>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="declarations">The declared metrics.</param>
    /// <exception cref="RuleConfigurationException">Something makes no sense; all problems are named.</exception>
    public static VoiceSettings Read(IConfiguration configuration, MetricDeclarations declarations)
    {
        var section = configuration.GetSection(Section);
        var reader = new RuleReader();
        reader.Unknown(section, "Iskra", "Actions", "Connections", "Impacts");
        var settings = new VoiceSettings(
            ReadVoices(section.GetSection("Iskra"), reader),
            ReadActions(section.GetSection("Actions"), reader),
            ReadConnections(section.GetSection("Connections"), reader),
            ReadImpacts(section.GetSection("Impacts"), reader),
            new TriggerScale(declarations));
        CheckEvents(section, settings, reader);
        reader.ThrowIfAnythingIsWrong();
        return settings;
    }

    private static ImmutableArray<VoiceDefinition> ReadVoices(IConfigurationSection section, RuleReader reader)
    {
        reader.Unknown(section, [.. VoiceName.OfIskra]);
        return [.. VoiceDefaults.Voices.Select(voice => ReadVoice(section.GetSection(voice.Voice), voice, reader))];
    }

    private static VoiceDefinition ReadVoice(IConfigurationSection section, VoiceDefinition voice, RuleReader reader)
    {
        reader.Unknown(section, "Activates", "Silences", "RestSeconds", "SpeechRu", "SpeechEn", "FarewellRu", "FarewellEn");
        return new VoiceDefinition(
            voice.Voice,
            reader.Trigger(section, "Activates", voice.Activates, trigger => trigger),
            reader.Trigger(section, "Silences", voice.Silences, trigger => trigger),
            TimeSpan.FromSeconds(reader.Number(section, "RestSeconds", voice.Rest.TotalSeconds, 0, VoiceDefinition.MaxRest.TotalSeconds)),
            ReadMessage(section, "Speech", voice.Speech, reader),
            ReadMessage(section, "Farewell", voice.Farewell, reader));
    }

    private static ImmutableArray<ActionRule> ReadActions(IConfigurationSection section, RuleReader reader)
    {
        reader.Unknown(section, [.. ActionName.All]);
        return [.. ActionRule.Defaults.Select(rule => ReadAction(section.GetSection(rule.Action), rule, reader))];
    }

    private static ActionRule ReadAction(IConfigurationSection section, ActionRule rule, RuleReader reader)
    {
        reader.Unknown(section, "When", "Priority");
        return rule with
        {
            When = reader.Trigger(section, "When", rule.When, trigger => trigger),
            Priority = reader.Word(section, "Priority", rule.Priority, "P0", "P1", "P2"),
        };
    }

    private static ImmutableArray<ConnectionVoice> ReadConnections(IConfigurationSection section, RuleReader reader)
    {
        reader.Unknown(section, [.. VoiceName.OfConnections]);
        return [.. ConnectionVoice.Defaults.Select(voice => ReadConnection(section.GetSection(voice.Voice), voice, reader))];
    }

    private static ConnectionVoice ReadConnection(IConfigurationSection section, ConnectionVoice voice, RuleReader reader)
    {
        reader.Unknown(section, "When", "Threshold", "Action", "SpeechRu", "SpeechEn");
        if (voice.When is null && section["When"] is not null) reader.Problem(section.GetSection("When"), "this voice answers what no other does; it has no trigger.");
        return voice with
        {
            When = voice.When is null ? null : ReadComparison(section, voice.When, reader),
            Threshold = reader.Number(section, "Threshold", voice.Threshold, 0, 1),
            Action = reader.Word(section, "Action", voice.Action, ConnectionActions),
            Speech = ReadMessage(section, "Speech", voice.Speech, reader),
        };
    }

    private static TriggerCondition ReadComparison(IConfigurationSection section, TriggerCondition fallback, RuleReader reader)
    {
        var conditions = reader.Trigger(section, "When", [fallback], trigger => trigger.Conditions.ToList());
        if (conditions is [{ Name: "pain" or "trust" or "chaos", IsEvent: false } condition] && condition.For == TimeSpan.Zero) return condition;
        reader.Problem(section.GetSection("When"), "it must be one comparison of pain, trust or chaos, such as 'pain > 0.7'.");
        return fallback;
    }

    private static ConnectionImpacts ReadImpacts(IConfigurationSection section, RuleReader reader)
    {
        var impacts = ConnectionImpacts.Default.ByEvent.ToDictionary(StringComparer.Ordinal);
        reader.Unknown(section, [.. DeltaEventType.All]);
        foreach (var given in section.GetChildren())
        {
            reader.Unknown(given, "Pain", "Trust", "Chaos");
            var impact = ConnectionImpacts.Default.Of(given.Key);
            impacts[given.Key] = new ConnectionImpact(
                reader.Number(given, "Pain", impact.Pain, 0, 1),
                reader.Number(given, "Trust", impact.Trust, 0, 1),
                reader.Number(given, "Chaos", impact.Chaos, 0, 1));
        }

        return new ConnectionImpacts(impacts);
    }

    private static VoiceMessage ReadMessage(IConfigurationSection section, string name, VoiceMessage fallback, RuleReader reader) => new(
        reader.Text(section, name + "Ru", fallback.Ru, VoiceMessage.MaxLength),
        reader.Text(section, name + "En", fallback.En, VoiceMessage.MaxLength));

    private static void CheckEvents(IConfigurationSection section, VoiceSettings settings, RuleReader reader)
    {
        var conditions = settings.Voices.SelectMany(voice => voice.Conditions).Concat(settings.ActionConditions);
        foreach (var condition in conditions.Where(condition => condition.IsEvent && !DeltaEventType.All.Contains(condition.Name)).DistinctBy(condition => condition.Name))
        {
            reader.Problem(section, $"'{condition.Text}' counts events of a type that there is not; there are {string.Join(", ", DeltaEventType.All)}.");
        }
    }
}
