using System.Buffers;

namespace Iskra.Channels;

/// <summary>Builds the state of a channel for a reader whose position is no longer reached.</summary>
public static class SnapshotBuilder
{
    /// <summary>Most events in a snapshot.</summary>
    public const int MaxEvents = 50;

    /// <summary>Most bytes of payload in a snapshot; it holds the newest event all the same.</summary>
    public const long MaxBytes = 1L << 20;

    /// <summary>The data of a snapshot (<see cref="ChannelSnapshot.Data"/>).</summary>
    /// <param name="channel">Name of the channel.</param>
    /// <param name="ring">Its newest events.</param>
    public static ReadOnlyMemory<byte> Data(string channel, ChannelRing ring)
    {
        if (ChannelName.KindOf(channel) == ChannelKind.State)
        {
            return ring.Newest?.Draft.Data ?? "{}"u8.ToArray();
        }

        var output = new ArrayBufferWriter<byte>(1024);
        output.Write("{\"events\":["u8);
        var isFirst = true;
        foreach (var channelEvent in ring.Before(ring.LastSeq + 1, MaxEvents, MaxBytes))
        {
            if (!isFirst)
            {
                output.Write(","u8);
            }

            isFirst = false;
            EventEnvelope.Write(output, channel, channelEvent);
        }

        output.Write("]}"u8);
        return output.WrittenMemory;
    }
}
