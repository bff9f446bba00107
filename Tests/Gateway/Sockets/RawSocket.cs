using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Iskra.Tests.Gateway.Transports;

namespace Iskra.Tests.Gateway.Sockets;

/// <summary>A client that sends whatever bytes a test wants.</summary>
internal sealed class RawSocket : IDisposable
{
    private readonly CancellationTokenSource _life = new(Bound.Life);
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

    internal string Head { get; private set; } = string.Empty;

    internal static async Task<RawSocket> OpenAsync(Uri address, string? request = null, int? receiveBuffer = null)
    {
        var raw = new RawSocket();
        if (receiveBuffer is { } size)
        {
            raw._socket.ReceiveBufferSize = size;
        }

        await raw._socket.ConnectAsync(address.Host, address.Port);
        await raw.SendAsync(Encoding.ASCII.GetBytes(request ??
            $"GET {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n" +
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append((char)(await raw.ReadAsync(1))[0]);
        }

        raw.Head = head.ToString();
        return raw;
    }

    internal async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var bound = Bound.Start(_life.Token);
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await _socket.SendAsync(bytes[sent..], bound.Token);
        }
    }

    /// <summary>The next frame of the server.</summary>
    internal async Task<(int Opcode, byte[] Payload)> FrameAsync()
    {
        var header = await ReadAsync(2);
        int length = (header[1] & 0x7F) switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2)),
            127 => (int)BinaryPrimitives.ReadUInt64BigEndian(await ReadAsync(8)),
            var small => small,
        };
        return (header[0] & 0x0F, await ReadAsync(length));
    }

    /// <summary>The code of the close that comes, after whatever comes before.</summary>
    internal async Task<int> CloseCodeAsync()
    {
        while (true)
        {
            var (opcode, payload) = await FrameAsync();
            if (opcode == 8)
            {
                return BinaryPrimitives.ReadUInt16BigEndian(payload);
            }
        }
    }

    internal async Task<bool> IsEndedAsync()
    {
        using var bound = Bound.Start(_life.Token);
        try
        {
            return await _socket.ReceiveAsync(new byte[1], bound.Token) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    /// <summary>Sends nothing more; the other direction stays open.</summary>
    internal void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The other side has ended the connection before.
        }
    }

    /// <summary>Whether the server ends the connection, after whatever it still sends.</summary>
    internal async Task<bool> IsEndedAfterAllAsync()
    {
        using var bound = Bound.Start(_life.Token);
        var buffer = new byte[16 * 1024];
        try
        {
            while (await _socket.ReceiveAsync(buffer, bound.Token) > 0)
            {
                // What it sends does not matter here.
            }

            return true;
        }
        catch (SocketException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    internal static byte[] Frame(int first, ReadOnlySpan<byte> payload)
    {
        var output = new List<byte> { (byte)first };
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(length, (ulong)payload.Length);
        var bytes = payload.Length < 126 ? 0 : payload.Length <= ushort.MaxValue ? 2 : 8;
        output.Add((byte)(0x80 | (bytes switch { 0 => payload.Length, 2 => 126, _ => 127 })));
        output.AddRange(length[(8 - bytes)..]);
        output.AddRange([0, 0, 0, 0]);
        output.AddRange(payload);
        return [.. output];
    }

    public void Dispose()
    {
        _socket.Dispose();
        _life.Dispose();
    }

    private async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        using var bound = Bound.Start(_life.Token);
        for (var read = 0; read < count;)
        {
            var part = await _socket.ReceiveAsync(bytes.AsMemory(read), bound.Token);
            read += part > 0 ? part : throw new IOException("The server ended the connection.");
        }

        return bytes;
    }
}
