using System.Collections.Immutable;

namespace Iskra.Voices;

/// <summary>The voices of both choirs, as a page shows them.</summary>
/// <param name="Voices">All fourteen, those of Iskra first.</param>
/// <param name="Conflicts">Active voices that are in conflict.</param>
/// <param name="Synergies">Active voices that strengthen each other.</param>
/// <param name="Harmony">Mean strength of the synergies minus mean intensity of the conflicts, 0 to 1.</param>
/// <param name="At">When this was so.</param>
[GenerateSerializer, Immutable, Alias("iskra.chorus-view")]
public sealed record ChorusView(
    [property: Id(0)] ImmutableArray<VoiceView> Voices,
    [property: Id(1)] ImmutableArray<VoicePair> Conflicts,
    [property: Id(2)] ImmutableArray<VoicePair> Synergies,
    [property: Id(3)] double Harmony,
    [property: Id(4)] DateTimeOffset At);
