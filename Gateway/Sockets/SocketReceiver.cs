using System.Buffers;

namespace Iskra.Gateway.Sockets;

/// <summary>Reads a connection. While nothing comes it holds no memory of its own.</summary>
internal static class SocketReceiver
{
    /// <summary>Bytes that are read at once, unless a large message is under way.</summary>
    internal const int ReadBytes = 4 * 1024;

    /// <summary>Bytes that are read at once while a large message is under way.</summary>
    internal const int LargeReadBytes = 64 * 1024;

    /// <summary>After a message over the limit, or when the connection is being closed, this much is still read and thrown away, so
    /// that the error and the close arrive.</summary>
    internal const long MaxDiscardedBytes = 16L * 1024 * 1024;

    /// <summary>Reads until the other side closes, the connection ends, or <paramref name="take"/> says that it is enough.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="decoder">Its decoder.</param>
    /// <param name="take">Takes each message; returns false when nothing more is to be decoded.</param>
    /// <returns>
    /// When it ended because of <paramref name="take"/>, so that the connection may still be open: who looks for the close in what follows.
    /// </returns>
    internal static async Task<CloseSeeker?> RunAsync(Stream stream, WebSocketDecoder decoder, Func<WebSocketMessage, bool> take)
    {
        byte[]? buffer = null;
        var length = 0;
        try
        {
            while (true)
            {
                if (length == 0)
                {
                    Return(ref buffer);
                    await WaitAsync(stream);
                    buffer = ArrayPool<byte>.Shared.Rent(decoder.Remaining > ReadBytes ? LargeReadBytes : ReadBytes);
                }

                var read = await stream.ReadAsync(buffer.AsMemory(length));
                if (read == 0)
                {
                    return null;
                }

                length += read;
                if (!Decode(buffer.AsMemory(0, length), decoder, take, out var consumed))
                {
                    var seeker = new CloseSeeker(decoder.Refused);
                    seeker.Take(buffer.AsSpan(consumed, length - consumed));
                    return seeker;
                }

                length -= consumed;
                buffer.AsSpan(consumed, length).CopyTo(buffer);
            }
        }
        finally
        {
            Return(ref buffer);
        }
    }

    /// <summary>Reads and throws away, up to a bound, until the other side has answered the close or the connection ends.</summary>
    internal static async Task DiscardAsync(Stream stream, CloseSeeker seeker)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LargeReadBytes);
        try
        {
            var total = 0L;
            int read;
            while (!seeker.IsFound && total < MaxDiscardedBytes && (read = await stream.ReadAsync(buffer)) > 0)
            {
                total += read;
                seeker.Take(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool Decode(Memory<byte> input, WebSocketDecoder decoder, Func<WebSocketMessage, bool> take, out int consumed)
    {
        consumed = 0;
        while (consumed < input.Length)
        {
            var message = decoder.Decode(input[consumed..]);
            consumed += message.Consumed;
            if (message.Kind == WebSocketMessageKind.NeedMore)
            {
                return true;
            }

            if (!take(message))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A read of nothing waits until there is something.</summary>
    private static ValueTask<int> WaitAsync(Stream stream) => stream.ReadAsync(Memory<byte>.Empty);

    private static void Return(ref byte[]? buffer)
    {
        if (buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = null;
        }
    }
}
