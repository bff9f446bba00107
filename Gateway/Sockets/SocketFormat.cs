using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using Iskra.Gateway.Sessions;

namespace Iskra.Gateway.Sockets;

/// <summary>What the entries of an outbox look like on a WebSocket. Pure.</summary>
public static class SocketFormat
{
    /// <summary>Bytes of the payload of a ping of ours: what it is for, and a number.</summary>
    public const int PingPayloadLength = 9;

    private const byte MarkTag = (byte)'m';
    private const byte HeartbeatTag = (byte)'h';

    /// <summary>Writes entries one by one.</summary>
    public static void Write(ReadOnlySpan<OutboxEntry> entries, bool isCompressed, IBufferWriter<byte> output)
    {
        foreach (var entry in entries)
        {
            Write(entry, isCompressed, output);
        }
    }

    /// <summary>Writes entries gathered into <c>batch</c> frames of at most <see cref="OutboxLimits.MaxBatchMessages"/>.</summary>
    public static void WriteBatches(ReadOnlySpan<OutboxEntry> entries, bool isCompressed, long timestamp, IBufferWriter<byte> output)
    {
        while (!entries.IsEmpty)
        {
            var count = 0;
            while (count < entries.Length && count < OutboxLimits.MaxBatchMessages && entries[count].Kind != OutboxEntryKind.Control)
            {
                count++;
            }

            if (count > 1)
            {
                WriteBatch(entries[..count], timestamp, output);
            }
            else
            {
                count = 1;
                Write(entries[0], isCompressed, output);
            }

            entries = entries[count..];
        }
    }

    /// <summary>A ping that asks the client to confirm everything before it.</summary>
    public static byte[] Mark(long number) => Ping(MarkTag, number);

    /// <summary>A ping that asks whether the client is there.</summary>
    public static byte[] Heartbeat(long number) => Ping(HeartbeatTag, number);

    /// <summary>Reads the payload of a pong.</summary>
    /// <returns>False when it does not answer a ping of ours.</returns>
    public static bool TryReadPong(ReadOnlySpan<byte> payload, out bool isMark, out long number)
    {
        isMark = false;
        number = 0;
        if (payload.Length != PingPayloadLength || payload[0] is not (MarkTag or HeartbeatTag))
        {
            return false;
        }

        isMark = payload[0] == MarkTag;
        number = BinaryPrimitives.ReadInt64BigEndian(payload[1..]);
        return true;
    }

    private static byte[] Ping(byte tag, long number)
    {
        Span<byte> payload = stackalloc byte[PingPayloadLength];
        payload[0] = tag;
        BinaryPrimitives.WriteInt64BigEndian(payload[1..], number);
        return WebSocketHeader.Frame(WebSocketOpcode.Ping, payload);
    }

    private static void Write(in OutboxEntry entry, bool isCompressed, IBufferWriter<byte> output)
    {
        switch (entry.Kind)
        {
            case OutboxEntryKind.Event:
                output.Write((isCompressed ? entry.Event.CompressedFrame : entry.Event.Frame).Span);
                break;
            case OutboxEntryKind.Control:
                output.Write(entry.Bytes.Span);
                break;
            default:
                WriteHeader(entry.Bytes.Length, output);
                output.Write(entry.Bytes.Span);
                break;
        }
    }

    private static void WriteBatch(ReadOnlySpan<OutboxEntry> entries, long timestamp, IBufferWriter<byte> output)
    {
        Span<byte> time = stackalloc byte[20];
        Utf8Formatter.TryFormat(timestamp, time, out var digits);
        var start = "{\"type\":\"batch\",\"messages\":["u8;
        var end = "],\"timestamp\":"u8;
        var length = start.Length + end.Length + digits + 1 + entries.Length - 1;
        foreach (var entry in entries)
        {
            length += JsonOf(entry).Length;
        }

        WriteHeader(length, output);
        output.Write(start);
        for (var i = 0; i < entries.Length; i++)
        {
            if (i > 0)
            {
                output.Write(","u8);
            }

            output.Write(JsonOf(entries[i]).Span);
        }

        output.Write(end);
        output.Write(time[..digits]);
        output.Write("}"u8);
    }

    private static ReadOnlyMemory<byte> JsonOf(in OutboxEntry entry) => entry.Kind == OutboxEntryKind.Event ? entry.Event.Json : entry.Bytes;

    private static void WriteHeader(int payloadLength, IBufferWriter<byte> output)
    {
        var header = output.GetSpan(WebSocketHeader.MaxLength);
        output.Advance(WebSocketHeader.Write(header, WebSocketOpcode.Text, payloadLength));
    }
}
