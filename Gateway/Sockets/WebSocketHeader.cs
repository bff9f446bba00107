using System.Buffers.Binary;

namespace Iskra.Gateway.Sockets;

/// <summary>Writes headers of server frames (RFC 6455 section 5.2). A server does not mask, so its frames can be shared.</summary>
public static class WebSocketHeader
{
    /// <summary>Longest header of a server frame.</summary>
    public const int MaxLength = 10;

    /// <summary>The bit that says that this is the last frame of its message.</summary>
    public const byte Final = 0x80;

    /// <summary>The bit that says that the message is compressed (RFC 7692 section 6).</summary>
    public const byte Compressed = 0x40;

    /// <summary>How long the header of a payload is.</summary>
    public static int LengthFor(int payloadLength) => payloadLength switch { < 126 => 2, <= ushort.MaxValue => 4, _ => 10 };

    /// <summary>Writes the header of an unfragmented message.</summary>
    /// <returns>The length of the header.</returns>
    public static int Write(Span<byte> output, WebSocketOpcode opcode, int payloadLength, bool compressed = false)
    {
        output[0] = (byte)(Final | (compressed ? Compressed : 0) | (byte)opcode);
        switch (payloadLength)
        {
            case < 126:
                output[1] = (byte)payloadLength;
                return 2;
            case <= ushort.MaxValue:
                output[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(output[2..], (ushort)payloadLength);
                return 4;
            default:
                output[1] = 127;
                BinaryPrimitives.WriteUInt64BigEndian(output[2..], (ulong)payloadLength);
                return 10;
        }
    }

    /// <summary>A whole frame in an array of its own.</summary>
    public static byte[] Frame(WebSocketOpcode opcode, ReadOnlySpan<byte> payload, bool compressed = false)
    {
        var frame = new byte[LengthFor(payload.Length) + payload.Length];
        payload.CopyTo(frame.AsSpan(Write(frame, opcode, payload.Length, compressed)));
        return frame;
    }
}
