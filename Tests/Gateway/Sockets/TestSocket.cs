using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Iskra.Tests.Gateway.Transports;

namespace Iskra.Tests.Gateway.Sockets;

/// <summary>A well-behaved client: the WebSocket of .NET, with JSON.</summary>
internal sealed class TestSocket : IAsyncDisposable
{
    private readonly CancellationTokenSource _life = new(Bound.Life);
    private readonly Queue<JsonElement> _unbatched = new();
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[4 << 20];

    internal JsonElement Greeting { get; private set; }

    internal string Session => Greeting.GetProperty("session").GetString()!;

    internal WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    internal string? CloseReason => _socket.CloseStatusDescription;

    internal static async Task<TestSocket> ConnectAsync(Uri address, Action<ClientWebSocketOptions>? configure = null)
    {
        var client = new TestSocket();
        client._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        configure?.Invoke(client._socket.Options);
        using var bound = Bound.Start(client._life.Token);
        await client._socket.ConnectAsync(address, bound.Token);
        client.Greeting = await client.ReceiveAsync();
        return client;
    }

    internal async Task SendAsync(string json, WebSocketMessageType type = WebSocketMessageType.Text)
    {
        using var bound = Bound.Start(_life.Token);
        await _socket.SendAsync(Encoding.UTF8.GetBytes(json), type, true, bound.Token);
    }

    /// <summary>The next frame; undefined when the server closed.</summary>
    internal async Task<JsonElement> ReceiveAsync()
    {
        if (_unbatched.TryDequeue(out var unbatched)) return unbatched;
        using var bound = Bound.Start(_life.Token);
        var length = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), bound.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return default;
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return JsonDocument.Parse(_buffer.AsMemory(0, length).ToArray()).RootElement;
            }
        }
    }

    /// <summary>Frames until one of a type comes, alone or in a batch; that one.</summary>
    internal async Task<JsonElement> ReceiveAsync(string type)
    {
        while (true)
        {
            var frame = await ReceiveAsync();
            if (frame.ValueKind == JsonValueKind.Undefined)
            {
                throw new InvalidOperationException($"Closed with {CloseStatus} {CloseReason} before a frame of type {type}.");
            }

            var received = frame.GetProperty("type").GetString();
            if (received == type)
            {
                return frame;
            }

            if (received == "batch")
            {
                foreach (var message in frame.GetProperty("messages").EnumerateArray()) _unbatched.Enqueue(message);
            }
        }
    }

    internal async Task<JsonElement> AskAsync(string json, string type)
    {
        await SendAsync(json);
        return await ReceiveAsync(type);
    }

    internal Task<JsonElement> SubscribeAsync(params string[] channels) =>
        AskAsync($$"""{"type":"subscribe","channels":{{JsonSerializer.Serialize(channels)}}}""", "subscribed");

    /// <summary>Numbers of the next messages of a channel.</summary>
    internal async Task<long[]> SeqsAsync(string channel, int count)
    {
        var seqs = new List<long>();
        while (seqs.Count < count)
        {
            var frame = await ReceiveAsync("message");
            if (frame.GetProperty("channel").GetString() == channel)
            {
                seqs.Add(frame.GetProperty("seq").GetInt64());
            }
        }

        return [.. seqs];
    }

    internal async Task<(int Code, string? Reason)> ReceiveCloseAsync()
    {
        while ((await ReceiveAsync()).ValueKind != JsonValueKind.Undefined)
        {
        }

        return ((int)_socket.CloseStatus!.Value, _socket.CloseStatusDescription);
    }

    internal async Task CloseAsync()
    {
        using var bound = Bound.Start(_life.Token);
        await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, bound.Token);
    }

    /// <summary>Goes without a word, as a broken network does.</summary>
    internal void Abort() => _socket.Abort();

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _life.Dispose();
        return ValueTask.CompletedTask;
    }
}
