using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>While an alert fires that matches the source, alerts that match the target and have equal values of some labels are muted.</summary>
/// <param name="Source">Matches the alerts that mute.</param>
/// <param name="Target">Matches the alerts that are muted.</param>
/// <param name="Equal">The labels whose values must be equal; one that is missing counts as empty.</param>
public sealed record InhibitRule(MatcherSet Source, MatcherSet Target, ImmutableArray<string> Equal)
{
    /// <summary>What an alert has as values of <see cref="Equal"/>; alerts with the same key are equal in them.</summary>
    public string KeyOf(LabelSet labels) => Equal.Length switch
    {
        0 => string.Empty,
        1 => labels[Equal[0]],
        _ => string.Join('\u001f', Equal.Select(name => labels[name])),
    };
}
