namespace Iskra.Voices;

/// <summary>Two active voices that are in conflict, or strengthen each other.</summary>
/// <param name="First">Key of one.</param>
/// <param name="Second">Key of the other.</param>
/// <param name="Strength">Mean of their intensities, 0.1 to 1.</param>
[GenerateSerializer, Immutable, Alias("iskra.voice-pair")]
public sealed record VoicePair(
    [property: Id(0)] string First,
    [property: Id(1)] string Second,
    [property: Id(2)] double Strength);
