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

    /// <summary>Connects once the gateway, of which a client has just taken leave, has room for another one.</summary>
    internal static async Task<TestSocket> ConnectWhenThereIsRoomAsync(Uri address, Action<ClientWebSocketOptions>? configure = null)
    {
        TestSocket? client = null;
        await Eventually.TrueAsync(
            async () =>
            {
                client = await ConnectAsync(address, configure);
                if (client.Greeting.GetProperty("type").GetString() == "connection_established") return true;
                Assert.Equal("overloaded", client.Greeting.GetProperty("code").GetString());
                await client.DisposeAsync();
                return false;
            },
            "the gateway has room again");
        return client!;
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
            var frame = await ReceiveSingleAsync($"a frame of type {type}");
            if (frame.GetProperty("type").GetString() == type) return frame;
        }
    }

    /// <summary>The first frame of each of these types, in whatever order they come.</summary>
    internal async Task<JsonElement[]> ReceiveEachAsync(params string[] types)
    {
        var received = new JsonElement[types.Length];
        for (var missing = types.Length; missing > 0;)
        {
            var frame = await ReceiveSingleAsync($"frames of the types {string.Join(", ", types)}");
            var index = Array.IndexOf(types, frame.GetProperty("type").GetString());
            if (index < 0 || received[index].ValueKind != JsonValueKind.Undefined) continue;
            received[index] = frame;
            missing--;
        }

        return received;
    }

    /// <summary>
    /// Waits until it follows the channels that its endpoint gives. The greeting comes before that, and what happens in between is not
    /// for this session.
    /// </summary>
    internal Task FollowsAsync() => SubscribeAsync("slo");

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

    /// <summary>Waits for the close as <see cref="ReceiveCloseAsync"/> does, and answers it.</summary>
    internal async Task<(int Code, string? Reason)> AnswerCloseAsync()
    {
        var close = await ReceiveCloseAsync();
        await CloseAsync();
        return close;
    }

    internal async Task CloseAsync()
    {
        using var bound = Bound.Start(_life.Token);
        await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, bound.Token);
    }

    /// <summary>Goes without a word, as a broken network does.</summary>
    internal void Abort() => _socket.Abort();

    /// <summary>The next frame that is no batch; those of a batch come one by one.</summary>
    private async Task<JsonElement> ReceiveSingleAsync(string wanted)
    {
        while (true)
        {
            var frame = await ReceiveAsync();
            if (frame.ValueKind == JsonValueKind.Undefined) throw new InvalidOperationException($"Closed with {CloseStatus} {CloseReason} before {wanted}.");
            if (frame.GetProperty("type").GetString() != "batch") return frame;
            foreach (var message in frame.GetProperty("messages").EnumerateArray()) _unbatched.Enqueue(message);
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _life.Dispose();
        return ValueTask.CompletedTask;
    }
}
