using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Iskra.Tests.Cluster.Clients;

/// <summary>Follows by WebSocket, with a heartbeat of its own, and resumes its session with its positions.</summary>
public sealed class SocketHistoryClient(IReadOnlyList<Uri> gateways, History history, int number) : HistoryClient(gateways, history, number), IDisposable
{
    private static readonly TimeSpan ConnectBound = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(1.5);
    private readonly byte[] _buffer = new byte[64 * 1_024];
    private readonly SemaphoreSlim _sending = new(1);
    private string? _session;

    public override string Transport => "websocket";

    /// <summary>How often a session was continued.</summary>
    public int Resumed { get; private set; }

    public void Dispose() => _sending.Dispose();

    protected override async Task<ConnectionEnd> FollowAsync(Uri gateway, CancellationToken stop)
    {
        using var socket = new ClientWebSocket();
        if (await ConnectAsync(socket, gateway, stop) is { } refused)
        {
            return refused;
        }

        Connects++;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var heartbeat = HeartbeatAsync(socket, ended.Token);
        try
        {
            await SendAsync(socket, Subscribe(), stop);
            while (await ReadAsync(socket, stop) is { } frame)
            {
                await HandleAsync(socket, frame, stop);
            }

            return End(gateway, (int)(socket.CloseStatus ?? 0), socket.CloseStatusDescription ?? "");
        }
        finally
        {
            await ended.CancelAsync();
            await heartbeat;
        }
    }

    /// <summary>Connects; a gateway that refuses with a time to come back has not closed anything.</summary>
    private async Task<ConnectionEnd?> ConnectAsync(ClientWebSocket socket, Uri gateway, CancellationToken stop)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(stop);
        bound.CancelAfter(ConnectBound);
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(Address(gateway), bound.Token);
            return null;
        }
        catch (WebSocketException) when (socket.HttpStatusCode == HttpStatusCode.ServiceUnavailable && RetryAfterOf(socket) is not null)
        {
            return End(gateway, (int)socket.HttpStatusCode, "retry_after=" + RetryAfterOf(socket));
        }
    }

    private static string? RetryAfterOf(ClientWebSocket socket) =>
        socket.HttpResponseHeaders?.TryGetValue("Retry-After", out var values) == true ? values.FirstOrDefault() : null;

    private Uri Address(Uri gateway)
    {
        var query = $"since={Uri.EscapeDataString(History.Since())}" + (_session is null ? "" : $"&session={_session}");
        return new Uri($"ws://{gateway.Authority}/ws/dashboard?{query}");
    }

    private string Subscribe(IEnumerable<string>? channels = null) =>
        $$"""{"type":"subscribe","channels":{{JsonSerializer.Serialize(channels ?? History.Channels)}},"since":{{History.Since()}}}""";

    private async Task HandleAsync(ClientWebSocket socket, JsonElement frame, CancellationToken stop)
    {
        switch (frame.GetProperty("type").GetString())
        {
            case "connection_established":
                _session = frame.GetProperty("session").GetString();
                Resumed += frame.GetProperty("resumed").GetBoolean() ? 1 : 0;
                break;
            case "subscribed" when frame.GetProperty("status").GetString() == "ok":
                IsConnected = true;
                break;
            case "subscribed":
                await Waiting.PassAsync(TimeSpan.FromMilliseconds(500), stop);
                await SendAsync(socket, Subscribe(), stop);
                break;
            case "error" when frame.TryGetProperty("code", out var code) && code.GetString() is "overloaded" or "timeout" or "internal":
                await Waiting.PassAsync(TimeSpan.FromMilliseconds(500), stop);
                await SendAsync(socket, Subscribe(), stop);
                break;
            default:
                History.Take(frame);
                break;
        }
    }

    private async Task<JsonElement?> ReadAsync(ClientWebSocket socket, CancellationToken stop)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(stop);
        bound.CancelAfter(Silence);
        using var message = new MemoryStream();
        while (true)
        {
            var part = await socket.ReceiveAsync(_buffer.AsMemory(), bound.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            message.Write(_buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                using var document = JsonDocument.Parse(message.GetBuffer().AsMemory(0, (int)message.Length));
                return document.RootElement.Clone();
            }
        }
    }

    private async Task HeartbeatAsync(ClientWebSocket socket, CancellationToken stop)
    {
        try
        {
            using var timer = new PeriodicTimer(HeartbeatInterval);
            while (await timer.WaitForNextTickAsync(stop))
            {
                await SendAsync(socket, """{"type":"heartbeat"}""", stop);
            }
        }
        catch (Exception)
        {
            // The connection has ended; who reads notices.
        }
    }

    private async Task SendAsync(ClientWebSocket socket, string text, CancellationToken stop)
    {
        // One sender at a time: the heartbeat and the answers share the socket.
        await _sending.WaitAsync(stop);
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text).AsMemory(), WebSocketMessageType.Text, true, stop);
        }
        finally
        {
            _sending.Release();
        }
    }
}
