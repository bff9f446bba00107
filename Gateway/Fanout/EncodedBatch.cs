using System.Collections.Immutable;
using Iskra.Channels;

namespace Iskra.Gateway.Fanout;

/// <summary>
/// Consecutive events of one channel that are delivered together. An idle session gets all of them with one write of bytes that
/// all sessions share.
/// </summary>
public sealed class EncodedBatch
{
    private byte[]? _joined;
    private byte[]? _joinedCompressed;

    /// <summary>A batch of at least one event.</summary>
    public EncodedBatch(ImmutableArray<EncodedEvent> events)
    {
        ArgumentOutOfRangeException.ThrowIfZero(events.Length);
        Events = events;
        IsUrgent = events.Any(static item => item.IsUrgent);
    }

    /// <summary>The events in order.</summary>
    public ImmutableArray<EncodedEvent> Events { get; }

    /// <summary>The position after the last event.</summary>
    public ChannelPosition Position => Events[^1].Position;

    /// <summary>Whether batching must not hold it back.</summary>
    public bool IsUrgent { get; }

    /// <summary>All frames one after the other.</summary>
    public ReadOnlyMemory<byte> Frames => Events.Length == 1 ? Events[0].Frame : _joined ??= Join(static item => item.Frame);

    /// <summary>All frames one after the other, compressed where that is smaller.</summary>
    public ReadOnlyMemory<byte> CompressedFrames =>
        Events.Length == 1 ? Events[0].CompressedFrame : _joinedCompressed ??= Join(static item => item.CompressedFrame);

    private byte[] Join(Func<EncodedEvent, ReadOnlyMemory<byte>> form)
    {
        var joined = new byte[Events.Sum(item => form(item).Length)];
        var length = 0;
        foreach (var item in Events)
        {
            var bytes = form(item).Span;
            bytes.CopyTo(joined.AsSpan(length));
            length += bytes.Length;
        }

        return joined;
    }
}
