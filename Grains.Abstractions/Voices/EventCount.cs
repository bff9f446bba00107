namespace Iskra.Voices;

/// <summary>How often something happened to connections.</summary>
/// <param name="Event">Type of the event, for example <c>protocol_violation</c>.</param>
/// <param name="Count">How often, at least 1.</param>
[GenerateSerializer, Immutable, Alias("iskra.event-count")]
public readonly record struct EventCount(
    [property: Id(0)] string Event,
    [property: Id(1)] int Count);
