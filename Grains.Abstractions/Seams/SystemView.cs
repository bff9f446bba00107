using System.Collections.Immutable;

namespace Iskra.Seams;

/// <summary>The state of the system, as a page shows it.</summary>
/// <param name="State">The state; null until all four metrics have had a value.</param>
/// <param name="Since">When it was entered.</param>
/// <param name="Values">The metrics at the last step; null before the first.</param>
/// <param name="Transitions">The newest transitions, oldest first, at most 50.</param>
/// <param name="Tension">The mean intensity of the last three transitions when they are a bifurcation; else null.</param>
[GenerateSerializer, Immutable, Alias("iskra.system-view")]
public sealed record SystemView(
    [property: Id(0)] string? State,
    [property: Id(1)] DateTimeOffset? Since,
    [property: Id(2)] SystemValues? Values,
    [property: Id(3)] ImmutableArray<SeamTransition> Transitions,
    [property: Id(4)] double? Tension);
