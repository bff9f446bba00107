using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;

namespace Iskra.Tools.Wire;

/// <summary>A WebSocket whose messages are frames.</summary>
internal sealed class FrameSocket : IAsyncDisposable
{
    /// <summary>Largest frame taken from a server, in bytes.</summary>
    public const int MaxFrameBytes = 4 << 20;

    private const int ReceiveBytes = 16 << 10;

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ArrayBufferWriter<byte> _received = new(ReceiveBytes);

    private FrameSocket()
    {
    }

    /// <summary>Why the connection is closed, as the server said it; null while it is open.</summary>
    public string? CloseReason => _socket.CloseStatus is { } status
        ? $"closed with {(int)status} {_socket.CloseStatusDescription}".TrimEnd()
        : null;

    /// <summary>Connects.</summary>
    /// <param name="address">A <c>ws://</c> or <c>wss://</c> address.</param>
    /// <param name="token">A token for the Authorization header, or null.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<FrameSocket> ConnectAsync(Uri address, string? token, CancellationToken cancellation)
    {
        var socket = new FrameSocket();
        try
        {
            if (token is not null)
            {
                socket._socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
            }

            await socket._socket.ConnectAsync(address, cancellation);
            return socket;
        }
        catch
        {
            await socket.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends one frame. May be called by several callers at once.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation);
        try
        {
            await _socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, cancellation);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Receives one frame. One caller at a time.</summary>
    /// <returns>The frame, or null when the server closed the connection.</returns>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    /// <exception cref="InvalidDataException">The frame is too large.</exception>
    public async Task<JsonElement?> ReceiveAsync(CancellationToken cancellation)
    {
        _received.ResetWrittenCount();
        while (true)
        {
            var result = await _socket.ReceiveAsync(_received.GetMemory(ReceiveBytes), cancellation);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            _received.Advance(result.Count);
            if (_received.WrittenCount > MaxFrameBytes)
            {
                throw new InvalidDataException($"The server sent a frame of more than {MaxFrameBytes} bytes.");
            }

            if (result.EndOfMessage)
            {
                var reader = new Utf8JsonReader(_received.WrittenSpan);
                return JsonElement.ParseValue(ref reader);
            }
        }
    }

    /// <summary>Closes politely, waiting for at most a second.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It is gone already, which is what was wanted.
        }

        _socket.Dispose();
        _sending.Dispose();
    }
}
