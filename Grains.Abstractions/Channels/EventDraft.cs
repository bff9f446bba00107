namespace Iskra.Channels;

/// <summary>An event that has no number yet.</summary>
/// <param name="Id">
/// Unique id of the event. Appending the same id again, within the last 1,000 events of the channel, appends nothing and
/// answers with the number it already has, so that a repeated request is harmless.
/// </param>
/// <param name="Type">Type of the frame, for example <c>slo_changed</c>.</param>
/// <param name="TimestampMs">When it happened, Unix time in milliseconds.</param>
/// <param name="Source">What made it, for example <c>metrics</c>.</param>
/// <param name="Data">The payload: one JSON value in UTF-8 without line breaks.</param>
/// <param name="Beside">
/// Members that stand beside <c>data</c> in the frame: the inside of a JSON object in UTF-8 without its braces
/// (<c>"state":"ok"</c>); empty for most events.
/// </param>
/// <param name="Trace">The span that the event belongs to, for those who trace it on its way; null otherwise. Never stored.</param>
[GenerateSerializer, Immutable, Alias("iskra.event-draft")]
public sealed record EventDraft(
    [property: Id(0)] string Id,
    [property: Id(1)] string Type,
    [property: Id(2)] long TimestampMs,
    [property: Id(3)] string Source,
    [property: Id(4)] ReadOnlyMemory<byte> Data,
    [property: Id(5)] ReadOnlyMemory<byte> Beside = default,
    [property: Id(6)] string? Trace = null);
