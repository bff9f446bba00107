using Iskra.Channels;

namespace Iskra;

/// <summary>
/// An event that is decided and stored, and perhaps not on its channel yet. Its id makes a repeated append harmless. The payload is
/// text, so that the stored state can be read.
/// </summary>
/// <param name="Channel">Name of a durable channel.</param>
/// <param name="Id">Unique id of the event, made of what it follows from.</param>
/// <param name="Type">Type of the frame.</param>
/// <param name="TimestampMs">When it happened, Unix time in milliseconds.</param>
/// <param name="Source">What made it.</param>
/// <param name="Data">The payload, one JSON value without line breaks.</param>
[GenerateSerializer, Immutable, Alias("iskra.pending-event")]
public sealed record PendingEvent(
    [property: Id(0)] string Channel,
    [property: Id(1)] string Id,
    [property: Id(2)] string Type,
    [property: Id(3)] long TimestampMs,
    [property: Id(4)] string Source,
    [property: Id(5)] string Data)
{
    /// <summary>What is appended.</summary>
    public EventDraft ToDraft() => new(Id, Type, TimestampMs, Source, System.Text.Encoding.UTF8.GetBytes(Data));
}
