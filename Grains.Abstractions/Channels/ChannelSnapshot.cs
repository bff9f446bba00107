namespace Iskra.Channels;

/// <summary>The state of a channel as of one of its numbers, for a reader whose position the log no longer reaches.</summary>
/// <param name="Position">The state holds everything up to here.</param>
/// <param name="TimestampMs">When it was taken, Unix time in milliseconds.</param>
/// <param name="Data">
/// JSON in UTF-8 without line breaks. State channels: the data of the newest event, or <c>{}</c>. Others:
/// <c>{"events":[…]}</c> with up to 50 of the newest envelopes, oldest first; <c>voices</c> and <c>seams</c> also the state that
/// the events led to.
/// </param>
[GenerateSerializer, Immutable, Alias("iskra.channel-snapshot")]
public sealed record ChannelSnapshot(
    [property: Id(0)] ChannelPosition Position,
    [property: Id(1)] long TimestampMs,
    [property: Id(2)] ReadOnlyMemory<byte> Data);
