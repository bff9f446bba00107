using System.Buffers.Binary;
using System.Text.Unicode;

namespace Iskra.Gateway.Sockets;

/// <summary>Close frames (RFC 6455 section 5.5.1).</summary>
public static class CloseFrame
{
    /// <summary>Longest reason in bytes.</summary>
    public const int MaxReasonBytes = 123;

    /// <summary>A close frame.</summary>
    /// <param name="code">A valid code.</param>
    /// <param name="reason">Why, in ASCII; cut at <see cref="MaxReasonBytes"/>.</param>
    public static byte[] Create(ushort code, string reason)
    {
        Span<byte> payload = stackalloc byte[2 + MaxReasonBytes];
        BinaryPrimitives.WriteUInt16BigEndian(payload, code);
        Utf8.FromUtf16(reason, payload[2..], out _, out var length);
        return WebSocketHeader.Frame(WebSocketOpcode.Close, payload[..(2 + length)]);
    }

    /// <summary>Reads the payload of a close frame.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="code">The code; 1000 when there is none.</param>
    /// <returns>False when it breaks the rules.</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, out ushort code)
    {
        code = CloseCode.Normal;
        if (payload.IsEmpty)
        {
            return true;
        }

        if (payload.Length < 2)
        {
            return false;
        }

        code = BinaryPrimitives.ReadUInt16BigEndian(payload);
        return CloseCode.IsValid(code) && Utf8.IsValid(payload[2..]);
    }
}
