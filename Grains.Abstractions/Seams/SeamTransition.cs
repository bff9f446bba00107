namespace Iskra.Seams;

/// <summary>A step of the system from one state into another.</summary>
/// <param name="From">The state before.</param>
/// <param name="To">The state after.</param>
/// <param name="Seam">The seam that was crossed.</param>
/// <param name="Intensity">How far apart the opposites were, 0 to 2.</param>
/// <param name="Values">The metrics that led to it.</param>
/// <param name="At">When it happened.</param>
[GenerateSerializer, Immutable, Alias("iskra.seam-transition")]
public sealed record SeamTransition(
    [property: Id(0)] string From,
    [property: Id(1)] string To,
    [property: Id(2)] string Seam,
    [property: Id(3)] double Intensity,
    [property: Id(4)] SystemValues Values,
    [property: Id(5)] DateTimeOffset At);
