using System.Buffers;
using System.IO.Compression;

namespace Iskra.Gateway.Sockets;

/// <summary>Decompresses one message (RFC 7692 section 7.2.2, without context takeover), never beyond a limit.</summary>
public static class MessageInflater
{
    /// <summary>What the sender left out, and an empty last block so that the decompressor knows that this is the end.</summary>
    private static ReadOnlySpan<byte> Tail => [0x00, 0x00, 0xFF, 0xFF, 0x01, 0x00, 0x00, 0xFF, 0xFF];

    /// <summary>Decompresses.</summary>
    /// <param name="compressed">The payload of the message.</param>
    /// <param name="maxBytes">Most bytes to produce.</param>
    /// <param name="message">An array of the shared pool that holds the message; the caller returns it.</param>
    /// <param name="length">Length of the message.</param>
    /// <returns><see cref="WebSocketMessageKind.Text"/> when it worked, else <c>TooLarge</c> or <c>Violation</c>.</returns>
    public static WebSocketMessageKind TryInflate(ReadOnlySpan<byte> compressed, int maxBytes, out byte[] message, out int length)
    {
        var input = ArrayPool<byte>.Shared.Rent(compressed.Length + Tail.Length);
        compressed.CopyTo(input);
        Tail.CopyTo(input.AsSpan(compressed.Length));
        message = ArrayPool<byte>.Shared.Rent(Math.Min(maxBytes + 1, Math.Max(1_024, compressed.Length * 4)));
        length = 0;
        try
        {
            using var stream = new DeflateStream(new MemoryStream(input, 0, compressed.Length + Tail.Length), CompressionMode.Decompress);
            while (true)
            {
                if (length == message.Length)
                {
                    message = Grow(message);
                }

                var read = stream.Read(message, length, Math.Min(message.Length, maxBytes + 1) - length);
                length += read;
                if (length > maxBytes)
                {
                    return WebSocketMessageKind.TooLarge;
                }

                if (read == 0)
                {
                    return WebSocketMessageKind.Text;
                }
            }
        }
        catch (InvalidDataException)
        {
            return WebSocketMessageKind.Violation;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(input);
        }
    }

    private static byte[] Grow(byte[] message)
    {
        var larger = ArrayPool<byte>.Shared.Rent(message.Length * 2);
        message.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(message);
        return larger;
    }
}
