namespace Iskra.Voices;

/// <summary>A voice as it is now.</summary>
/// <param name="Voice">Its key.</param>
/// <param name="Choir"><c>iskra</c> or <c>connection</c>.</param>
/// <param name="Active">Whether it speaks.</param>
/// <param name="Intensity">0 while it is silent, else 0.1 to 1.</param>
/// <param name="Trigger">What made it speak; null while it is silent.</param>
/// <param name="Since">When it began to speak or fell silent; null when it has done neither.</param>
/// <param name="RestsUntil">Until when its triggers are ignored; null when it does not rest.</param>
/// <param name="DueAt">When it must be asked again although nothing happens; null when time alone changes nothing.</param>
[GenerateSerializer, Immutable, Alias("iskra.voice-view")]
public sealed record VoiceView(
    [property: Id(0)] string Voice,
    [property: Id(1)] string Choir,
    [property: Id(2)] bool Active,
    [property: Id(3)] double Intensity,
    [property: Id(4)] string? Trigger,
    [property: Id(5)] DateTimeOffset? Since,
    [property: Id(6)] DateTimeOffset? RestsUntil,
    [property: Id(7)] DateTimeOffset? DueAt);
