namespace Iskra.Voices;

/// <summary>Events of one type in one second.</summary>
/// <param name="Event">Their type.</param>
/// <param name="At">When the first of them was counted.</param>
/// <param name="Count">How many there were.</param>
[GenerateSerializer, Immutable, Alias("iskra.event-tally")]
public sealed record EventTally([property: Id(0)] string Event, [property: Id(1)] DateTimeOffset At, [property: Id(2)] int Count);
