using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Iskra.Bench.Measure;

namespace Iskra.Bench.Load;

/// <summary>
/// A WebSocket client that costs next to nothing: it reads frames off a socket, answers pings, and measures every event by the
/// time <c>"t":microseconds</c> that its publisher wrote into it. The same client drives every server that is compared.
/// </summary>
internal sealed class RawClient : IAsyncDisposable
{
    private static readonly byte[] Mark = "\"t\":"u8.ToArray();
    private readonly Socket _socket;
    private byte[] _buffer = new byte[2_048];
    private int _length;

    private RawClient(Socket socket) => _socket = socket;

    internal long Events { get; private set; }

    internal LatencyHistogram Latency { get; private set; } = new();

    /// <summary>Called with the number of events so far when one has arrived.</summary>
    internal Action<RawClient>? Arrived { get; set; }

    /// <summary>Called with the text of every frame, for the few clients that must understand answers.</summary>
    internal Action<string>? Frame { get; set; }

    internal static async Task<RawClient> ConnectAsync(int port, string path)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", port);
        var client = new RawClient(socket);
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"));
        await client.ReadHandshakeAsync();
        return client;
    }

    internal static long NowUs => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);

    internal async Task SendAsync(ReadOnlyMemory<byte> payload, byte opcode = 1)
    {
        var frame = new byte[14 + payload.Length];
        var header = WriteHeader(frame, opcode, payload.Length);
        payload.CopyTo(frame.AsMemory(header));
        await _socket.SendAsync(frame.AsMemory(0, header + payload.Length));
    }

    /// <summary>Forgets the latencies so far: they were the warm-up.</summary>
    internal void StartMeasuring() => Latency = new LatencyHistogram();

    /// <summary>Reads until the server closes or the token says stop.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await TakeFramesAsync();
                if (_length == _buffer.Length)
                {
                    Array.Resize(ref _buffer, _buffer.Length * 2);
                }

                var read = await _socket.ReceiveAsync(_buffer.AsMemory(_length), cancellationToken);
                if (read == 0)
                {
                    return;
                }

                _length += read;
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ReadHandshakeAsync()
    {
        while (true)
        {
            _length += await _socket.ReceiveAsync(_buffer.AsMemory(_length));
            var end = _buffer.AsSpan(0, _length).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                if (!_buffer.AsSpan(0, _length).StartsWith("HTTP/1.1 101"u8))
                {
                    throw new InvalidOperationException(Encoding.ASCII.GetString(_buffer, 0, end));
                }

                Consume(end + 4);
                return;
            }
        }
    }

    private async ValueTask TakeFramesAsync()
    {
        var offset = 0;
        while (TryFrame(offset, out var opcode, out var start, out var length))
        {
            if (opcode == 9)
            {
                await SendAsync(_buffer.AsMemory(start, length).ToArray(), 10);
            }
            else if (opcode == 1)
            {
                Take(_buffer.AsSpan(start, length));
            }

            offset = start + length;
        }

        Consume(offset);
    }

    private void Take(ReadOnlySpan<byte> payload)
    {
        Frame?.Invoke(Encoding.UTF8.GetString(payload));
        var now = NowUs;
        for (var at = payload.IndexOf(Mark); at >= 0; at = payload.IndexOf(Mark))
        {
            payload = payload[(at + Mark.Length)..];
            Events++;
            if (System.Buffers.Text.Utf8Parser.TryParse(payload, out long sent, out _))
            {
                Latency.Add(now - sent);
            }

            Arrived?.Invoke(this);
        }
    }

    private bool TryFrame(int offset, out int opcode, out int start, out int length)
    {
        (opcode, start, length) = (0, 0, 0);
        var rest = _buffer.AsSpan(offset, _length - offset);
        if (rest.Length < 2)
        {
            return false;
        }

        opcode = rest[0] & 0xF;
        var header = 2;
        length = rest[1] & 0x7F;
        if (length == 126)
        {
            header = 4;
            length = rest.Length < 4 ? int.MaxValue : BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
        }
        else if (length == 127)
        {
            header = 10;
            length = rest.Length < 10 ? int.MaxValue : (int)BinaryPrimitives.ReadUInt64BigEndian(rest[2..]);
        }

        start = offset + header;
        return rest.Length - header >= length;
    }

    private static int WriteHeader(byte[] frame, byte opcode, int length)
    {
        // The mask is zero, so that the payload need not be changed; servers cannot tell the difference.
        frame[0] = (byte)(0x80 | opcode);
        if (length < 126)
        {
            frame[1] = (byte)(0x80 | length);
            return 6;
        }

        if (length <= ushort.MaxValue)
        {
            frame[1] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)length);
            return 8;
        }

        frame[1] = 0x80 | 127;
        BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)length);
        return 14;
    }

    private void Consume(int count)
    {
        if (count > 0)
        {
            _buffer.AsSpan(count, _length - count).CopyTo(_buffer);
            _length -= count;
        }
    }
}
