using System.Buffers;
using System.Collections.Immutable;
using Iskra.Channels;
using Iskra.Gateway.Protocol;
using Iskra.Gateway.Sockets;

namespace Iskra.Gateway.Fanout;

/// <summary>Makes the bytes of events: once for each event and gateway.</summary>
public static class EventEncoder
{
    /// <summary>Type of the frame that replaces events which are no longer kept.</summary>
    public const string SnapshotType = "snapshot";

    /// <summary>Most bytes of frames that are delivered as one batch, unless a single frame is larger.</summary>
    public const int MaxBatchBytes = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_scratch;

    /// <summary>Encodes one event.</summary>
    public static EncodedEvent Encode(string channel, ChannelKind kind, string epoch, ChannelEvent item)
    {
        var scratch = t_scratch ??= new ArrayBufferWriter<byte>(4 * 1024);
        scratch.ResetWrittenCount();
        EventEnvelope.Write(scratch, channel, item);
        var frame = WebSocketHeader.Frame(WebSocketOpcode.Text, scratch.WrittenSpan);
        return new EncodedEvent(channel, kind, new ChannelPosition(epoch, item.Seq), item.Draft.Type, item.AcceptedUs, frame) { Trace = item.Draft.Trace };
    }

    /// <summary>Encodes consecutive events.</summary>
    public static EncodedEvent[] Encode(string channel, ChannelKind kind, string epoch, IReadOnlyList<ChannelEvent> items)
    {
        var encoded = new EncodedEvent[items.Count];
        for (var i = 0; i < encoded.Length; i++)
        {
            encoded[i] = Encode(channel, kind, epoch, items[i]);
        }

        return encoded;
    }

    /// <summary>Encodes a snapshot.</summary>
    public static EncodedEvent Encode(string channel, ChannelKind kind, ChannelSnapshot snapshot)
    {
        var json = ServerFrames.Snapshot(channel, snapshot.Position.Epoch, snapshot.Position.Seq, snapshot.Data, snapshot.TimestampMs);
        return new EncodedEvent(channel, kind, snapshot.Position, SnapshotType, 0, WebSocketHeader.Frame(WebSocketOpcode.Text, json));
    }

    /// <summary>Divides events into batches that are small enough to be written at once.</summary>
    public static IEnumerable<EncodedBatch> Batches(EncodedEvent[] events)
    {
        var start = 0;
        var bytes = 0;
        for (var i = 0; i < events.Length; i++)
        {
            if (i > start && bytes + events[i].Frame.Length > MaxBatchBytes)
            {
                yield return new EncodedBatch(ImmutableArray.Create(events, start, i - start));
                start = i;
                bytes = 0;
            }

            bytes += events[i].Frame.Length;
        }

        yield return new EncodedBatch(ImmutableArray.Create(events, start, events.Length - start));
    }
}
