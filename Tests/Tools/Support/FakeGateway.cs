using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Iskra.Tests.Tools.Support;

/// <summary>A server that answers the frames the tools send, and can be told to misbehave.</summary>
internal sealed class FakeGateway : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<WebSocket, bool> _sockets = new();
    private readonly Channel<JsonElement> _received = Channel.CreateBounded<JsonElement>(10_000);

    private FakeGateway(WebApplication application) => _application = application;

    /// <summary>Answers a frame; null lets the usual answer be given, an empty list gives none.</summary>
    public Func<JsonElement, IReadOnlyList<string>?>? Answer { get; set; }

    /// <summary>What the greeting calls this dashboard.</summary>
    public string Dashboard { get; set; } = "pulse";

    /// <summary>Every frame and body received, in order.</summary>
    public ChannelReader<JsonElement> Received => _received.Reader;

    /// <summary>The Authorization headers seen.</summary>
    public ConcurrentQueue<string> Tokens { get; } = new();

    public int Port { get; private set; }

    public Uri Socket => new($"ws://127.0.0.1:{Port}/realtime");

    public Uri Http => new($"http://127.0.0.1:{Port}/");

    public static async Task<FakeGateway> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var application = builder.Build();
        var gateway = new FakeGateway(application);
        application.UseWebSockets();
        application.Map("/realtime", gateway.ServeSocketAsync);
        application.MapPost("/api/v2/metrics", gateway.ServePostAsync);
        await application.StartAsync();
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        gateway.Port = new Uri(addresses.Addresses.First()).Port;
        return gateway;
    }

    /// <summary>Breaks all connections without a word.</summary>
    public void BreakConnections()
    {
        foreach (var socket in _sockets.Keys)
        {
            socket.Abort();
        }
    }

    /// <summary>The next frame of a type.</summary>
    public async Task<JsonElement> NextAsync(string type)
    {
        using var limit = new CancellationTokenSource(Waiting.Limit);
        while (true)
        {
            var frame = await Received.ReadAsync(limit.Token);
            if (frame.GetProperty("type").GetString() == type)
            {
                return frame;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        BreakConnections();
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private async Task ServePostAsync(HttpContext context)
    {
        Tokens.Enqueue(context.Request.Headers.Authorization.ToString());
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        await _received.Writer.WriteAsync(JsonSerializer.SerializeToElement(new { type = "post", data = body.RootElement }));
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync($$"""{"stored":{{body.RootElement.GetArrayLength()}}}""");
    }

    private async Task ServeSocketAsync(HttpContext context)
    {
        Tokens.Enqueue(context.Request.Headers.Authorization.ToString());
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        _sockets[socket] = true;
        try
        {
            await SendAsync(socket, $$"""{"type":"connection_established","session":"s","dashboard":"{{Dashboard}}","heartbeat_interval":30000,"resumed":false,"timestamp":1}""");
            await ConverseAsync(socket);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException)
        {
            // The tool went away, or the test broke the connection.
        }

        _sockets.TryRemove(socket, out _);
    }

    private async Task ConverseAsync(WebSocket socket)
    {
        var buffer = new byte[1 << 20];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            var frame = JsonElement.Parse(buffer.AsSpan(0, length));
            await _received.Writer.WriteAsync(frame);
            foreach (var answer in Answer?.Invoke(frame) ?? Usual(frame))
            {
                await SendAsync(socket, answer);
            }
        }
    }

    private static string[] Usual(JsonElement frame)
    {
        var reference = frame.TryGetProperty("ref", out var value) ? value.GetRawText() : "null";
        return frame.GetProperty("type").GetString() switch
        {
            "ping" => [$$"""{"type":"pong","ref":{{reference}},"timestamp":{{(frame.TryGetProperty("timestamp", out var sent) ? sent.GetRawText() : "1")}},"server_time":1,"cursor":"c"}"""],
            "heartbeat" => [$$"""{"type":"heartbeat_ack","ref":{{reference}},"timestamp":1}""", $$"""{"type":"pong","ref":{{reference}},"timestamp":1}"""],
            "subscribe" => [$$"""{"type":"subscribed","ref":{{reference}},"channels":{{frame.GetProperty("channels").GetRawText()}},"status":"ok","positions":{},"cursor":"c"}"""],
            "unsubscribe" => [$$"""{"type":"unsubscribed","ref":{{reference}},"channels":{{frame.GetProperty("channels").GetRawText()}},"status":"ok"}"""],
            "metrics" or "bulk_metrics" => [$$"""{"type":"metrics_received","ref":{{reference}},"status":"ok","count":1,"timestamp":1}"""],
            _ => [$$"""{"type":"error","ref":{{reference}},"code":"unknown_type","message":"no such type"}"""],
        };
    }

    private static Task SendAsync(WebSocket socket, string frame) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, CancellationToken.None);
}
