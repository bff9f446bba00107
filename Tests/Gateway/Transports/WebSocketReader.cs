using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Iskra.Gateway.Hosting;

namespace Iskra.Tests.Gateway.Transports;

/// <summary>Follows channels by WebSocket.</summary>
internal sealed class WebSocketReader : IEventReader
{
    private readonly CancellationTokenSource _life = new(Bound.Life);
    private readonly ClientWebSocket _socket = new();
    private readonly Queue<JsonElement> _events = new();
    private readonly string[] _channels;

    private WebSocketReader(string[] channels) => _channels = channels;

    internal static async Task<WebSocketReader> OpenAsync(GatewayHost host, string[] channels, string? cursor)
    {
        var reader = new WebSocketReader(channels);
        using var bound = Bound.Start();
        reader._socket.Options.Proxy = null;
        await reader._socket.ConnectAsync(host.Socket(ListenPort.Main, "/ws/dashboard", cursor is null ? "" : "?cursor=" + cursor), bound.Token);
        await reader.ReadUntilAsync("connection_established");
        if (cursor is not null) return reader;
        await reader.SendAsync($$"""{"type":"subscribe","channels":{{JsonSerializer.Serialize(channels)}}}""");
        await reader.ReadUntilAsync("subscribed");
        return reader;
    }

    public async Task<JsonElement> NextAsync()
    {
        while (_events.Count == 0) Keep(await ReadAsync());
        return _events.Dequeue();
    }

    public async Task<string> CursorAsync()
    {
        await SendAsync("""{"type":"ping"}""");
        return (await ReadUntilAsync("pong")).GetProperty("cursor").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            using var bound = Bound.Start();
            await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, bound.Token);
        }
        catch (WebSocketException)
        {
            // It has gone already.
        }

        _socket.Dispose();
        _life.Dispose();
    }

    internal async Task<JsonElement> ReadUntilAsync(string type)
    {
        while (true)
        {
            var frame = await ReadAsync();
            if (frame.GetProperty("type").GetString() == type) return frame;
            Keep(frame);
        }
    }

    private void Keep(JsonElement frame)
    {
        if (frame.TryGetProperty("channel", out var channel) && _channels.Contains(channel.GetString())) _events.Enqueue(frame);
    }

    private async Task SendAsync(string json)
    {
        using var bound = Bound.Start();
        await _socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, endOfMessage: true, bound.Token);
    }

    private async Task<JsonElement> ReadAsync()
    {
        using var bound = Bound.Start(_life.Token);
        var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer, bound.Token);
            Assert.NotEqual(WebSocketMessageType.Close, part.MessageType);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return JsonSerializer.Deserialize<JsonElement>(message.ToArray());
        }
    }
}
