using System.Buffers.Binary;
using System.IO.Compression;
using Iskra.Gateway.Sockets;

namespace Iskra.Tests.Unit.Sockets;

/// <summary>Frames as a client sends them, proper or not.</summary>
internal static class ClientFrames
{
    private static readonly byte[] Mask = [0x37, 0xFA, 0x21, 0x3D];

    internal static byte[] Frame(int flagsAndOpcode, ReadOnlySpan<byte> payload, bool isMasked = true, int? lengthBytes = null)
    {
        var output = new List<byte> { (byte)flagsAndOpcode };
        var maskBit = isMasked ? 0x80 : 0;
        var bytes = lengthBytes ?? (payload.Length < 126 ? 0 : payload.Length <= ushort.MaxValue ? 2 : 8);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(length, (ulong)payload.Length);
        output.Add((byte)(maskBit | (bytes switch { 0 => payload.Length, 2 => 126, _ => 127 })));
        output.AddRange(length[(8 - bytes)..]);
        if (isMasked)
        {
            output.AddRange(Mask);
        }

        for (var i = 0; i < payload.Length; i++)
        {
            output.Add(isMasked ? (byte)(payload[i] ^ Mask[i & 3]) : payload[i]);
        }

        return [.. output];
    }

    internal static byte[] Text(string text) => Frame(0x81, System.Text.Encoding.UTF8.GetBytes(text));

    internal static byte[] Deflate(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            // RFC 7692 section 7.2.3.6: an empty message is one empty block.
            return [0x00];
        }

        using var output = new MemoryStream();
        using (var deflate = new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(payload);
            deflate.Flush();
            return output.ToArray()[..^4];
        }
    }

    internal static List<(WebSocketMessageKind Kind, byte[] Payload)> Decode(WebSocketDecoder decoder, ReadOnlySpan<byte> input, int chunk)
    {
        var found = new List<(WebSocketMessageKind, byte[])>();
        var held = new List<byte>();
        foreach (var value in input.ToArray().Chunk(chunk))
        {
            held.AddRange(value);
            var buffer = held.ToArray();
            var start = 0;
            while (start < buffer.Length)
            {
                var message = decoder.Decode(buffer.AsMemory(start));
                start += message.Consumed;
                if (message.Kind == WebSocketMessageKind.NeedMore)
                {
                    break;
                }

                found.Add((message.Kind, message.Payload.ToArray()));
                if (message.Kind is WebSocketMessageKind.TooLarge or WebSocketMessageKind.Violation)
                {
                    return found;
                }
            }

            held = [.. buffer[start..]];
        }

        return found;
    }
}
