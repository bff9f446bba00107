using System.Collections.Immutable;
using Iskra.Metrics;

namespace Iskra.Voices;

/// <summary>What a voice hears at once: the latest values, and what happened since the last step.</summary>
/// <param name="Readings">The latest value of each metric that has one.</param>
/// <param name="Events">Events of connections since the last step, by type.</param>
/// <param name="OtherVoices">How many other voices of the choir are active; counted for the synthesis only.</param>
/// <param name="OthersIntensity">The mean intensity of those.</param>
/// <param name="Asked">The action that asks the voice to speak, or null.</param>
[GenerateSerializer, Immutable, Alias("iskra.voice-step")]
public sealed record VoiceStep(
    [property: Id(0)] ImmutableArray<MetricReading> Readings,
    [property: Id(1)] ImmutableArray<EventCount> Events,
    [property: Id(2)] int OtherVoices = 0,
    [property: Id(3)] double OthersIntensity = 0,
    [property: Id(4)] string? Asked = null);
