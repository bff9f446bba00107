using System.IO.Compression;

namespace Iskra.Gateway.Sockets;

/// <summary>
/// Compresses one message on its own (RFC 7692 section 7.2.1, without context takeover), so that every session can be given
/// the same compressed bytes.
/// </summary>
public static class MessageDeflater
{
    /// <summary>Messages up to this many bytes are sent as they are: there is nothing to win.</summary>
    public const int MinBytes = 256;

    private const int SyncTailLength = 4;

    /// <summary>The compressed payload, or null when compressing does not make it smaller.</summary>
    public static byte[]? TryDeflate(ReadOnlySpan<byte> payload)
    {
        if (payload.Length <= MinBytes)
        {
            return null;
        }

        using var output = new MemoryStream(payload.Length);
        using var deflate = new DeflateStream(output, CompressionLevel.Fastest, leaveOpen: true);
        deflate.Write(payload);
        deflate.Flush();

        // A flush ends with 00 00 FF FF, which the receiver adds by itself (section 7.2.1).
        var length = (int)output.Length - SyncTailLength;
        return length < payload.Length ? output.GetBuffer().AsSpan(0, length).ToArray() : null;
    }
}
