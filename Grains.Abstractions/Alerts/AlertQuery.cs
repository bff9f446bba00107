using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>Which alerts to answer with. The flags exclude: an alert that is silenced and inhibited needs both.</summary>
/// <param name="Active">Also those that nothing suppresses.</param>
/// <param name="Silenced">Also those that are silenced.</param>
/// <param name="Inhibited">Also those that are inhibited.</param>
/// <param name="Matchers">All must match.</param>
/// <param name="Receiver">A regular expression that the name of a receiver must match as a whole; null for any.</param>
[GenerateSerializer, Immutable, Alias("iskra.alert-query")]
public sealed record AlertQuery(
    [property: Id(0)] bool Active,
    [property: Id(1)] bool Silenced,
    [property: Id(2)] bool Inhibited,
    [property: Id(3)] ImmutableArray<LabelMatcher> Matchers,
    [property: Id(4)] string? Receiver)
{
    /// <summary>All alerts that have not ended.</summary>
    public static readonly AlertQuery All = new(true, true, true, [], null);
}
