using System.Collections.Immutable;
using Iskra.Metrics;

namespace Iskra.Voices;

/// <summary>Everything that configuration says about voices and automatic actions.</summary>
/// <param name="Voices">The voices of Iskra, in the order of <see cref="VoiceName.OfIskra"/>.</param>
/// <param name="Actions">The automatic actions.</param>
/// <param name="Connections">The voices of the connections, in the order in which they are asked.</param>
/// <param name="Impacts">What events of connections do.</param>
/// <param name="Scale">Where the scales of the metrics end.</param>
public sealed record VoiceSettings(
    ImmutableArray<VoiceDefinition> Voices,
    ImmutableArray<ActionRule> Actions,
    ImmutableArray<ConnectionVoice> Connections,
    ConnectionImpacts Impacts,
    TriggerScale Scale)
{
    /// <summary>What holds when configuration says nothing.</summary>
    public static VoiceSettings Default { get; } = new(
        VoiceDefaults.Voices, ActionRule.Defaults, ConnectionVoice.Defaults, ConnectionImpacts.Default, new TriggerScale(MetricDeclarations.Default));

    /// <summary>All conditions of the automatic actions.</summary>
    public ImmutableArray<TriggerCondition> ActionConditions { get; } = [.. Actions.SelectMany(action => action.When.Conditions)];

    /// <summary>The metrics that any trigger names, and the four that clients report.</summary>
    public ImmutableArray<string> Metrics { get; } =
    [
        .. SloMetric.Reported
            .Concat(Voices.SelectMany(voice => voice.Conditions)
                .Concat(Actions.SelectMany(action => action.When.Conditions))
                .Where(condition => condition.IsMetric)
                .Select(condition => condition.Name))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The definition of a voice of Iskra.</summary>
    public VoiceDefinition Of(string voice) => Voices.First(definition => definition.Voice == voice);

    /// <summary>The definition of a voice of the connections.</summary>
    public ConnectionVoice OfConnection(string voice) => Connections.First(definition => definition.Voice == voice);
}
