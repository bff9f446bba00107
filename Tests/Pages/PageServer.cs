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

namespace Iskra.Tests.Pages;

/// <summary>Serves the page as the gateway does, and plays the gateway's side of the wire protocol as a test tells it to.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private const string ContentSecurityPolicy = "default-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<WebSocket, bool> _sockets = new();
    private readonly Channel<string> _connections = Channel.CreateBounded<string>(1_000);
    private readonly Channel<string> _polled = Channel.CreateBounded<string>(1_000);
    private readonly Channel<JsonElement> _frames = Channel.CreateBounded<JsonElement>(10_000);
    private long _seq;

    private PageServer(WebApplication application) => _application = application;

    /// <summary>Whether nothing but the page itself is answered, as when the gateway behind a proxy is away.</summary>
    public bool IsAway { get; set; }

    /// <summary>Whether WebSocket upgrades are refused.</summary>
    public bool RefuseSockets { get; set; }

    /// <summary>Whether the next session counts as resumed.</summary>
    public bool Resumes { get; set; }

    /// <summary>What GET /api/v2/metrics answers.</summary>
    public string Declared { get; set; } = """{"metrics":[{"metric":"clarity","value":null,"state":"ok","band":{"min":0.7,"max":0.9,"target":0.8},"limits":{"warning_low":0.65,"critical_low":0.5,"critical_high":0.95}},{"metric":"chaos","band":{"min":0.3,"max":0.6,"target":0.45},"limits":{}},{"metric":"trust","band":{"min":0.6,"max":0.9,"target":0.8},"limits":{}},{"metric":"pain","band":{"min":0.2,"max":0.5,"target":0.3},"limits":{"warning_high":0.6,"critical_high":0.7}}]}""";

    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    public static async Task<PageServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        var server = new PageServer(application);
        application.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            return server.IsAway ? AnswerAwayAsync(context) : next(context);
        });
        application.UseWebSockets();
        application.UseDefaultFiles();
        application.UseStaticFiles();
        application.Map("/ws/dashboard", server.ServeSocketAsync);
        application.MapGet("/health", () => Results.Text("""{"status":"healthy"}""", "application/json"));
        application.MapGet("/api/v2/metrics", () => Results.Text(server.Declared, "application/json"));
        application.MapGet("/api/v2/metrics/{name}/buckets", (string name) => Results.Json(new { metric = name, buckets = Array.Empty<object>() }));
        application.MapGet("/api/v2/events/poll", (Delegate)server.ServePollAsync);
        await application.StartAsync();
        server.Address = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return server;
    }

    /// <summary>The query string of the next connection.</summary>
    public async Task<string> NextConnectionAsync() => await _connections.Reader.ReadAsync().AsTask().WaitAsync(Limit);

    /// <summary>The query string of the next poll.</summary>
    public async Task<string> NextPollAsync() => await _polled.Reader.ReadAsync().AsTask().WaitAsync(Limit);

    /// <summary>The channels of the next subscribe frame.</summary>
    public async Task<string[]> NextSubscribeAsync()
    {
        while (true)
        {
            var frame = await _frames.Reader.ReadAsync().AsTask().WaitAsync(Limit);
            if (frame.GetProperty("type").GetString() == "subscribe")
            {
                return [.. frame.GetProperty("channels").EnumerateArray().Select(channel => channel.GetString()!)];
            }
        }
    }

    /// <summary>Sends a pulse to every connection.</summary>
    public Task PulseAsync(string light, params (string Metric, double Value, string State)[] metrics) =>
        SendAsync(PulseOf(Interlocked.Increment(ref _seq), light, metrics));

    /// <summary>Sends a frame to every connection.</summary>
    public Task SendAsync(string frame) => Task.WhenAll(_sockets.Keys.Select(socket => SendAsync(socket, frame)));

    /// <summary>Breaks every connection.</summary>
    public void Break()
    {
        foreach (var socket in _sockets.Keys)
        {
            socket.Abort();
        }
    }

    /// <summary>A pulse frame.</summary>
    public static string PulseOf(long seq, string light, params (string Metric, double Value, string State)[] metrics) => JsonSerializer.Serialize(new
    {
        type = "pulse",
        channel = "pulse",
        seq,
        timestamp = 1,
        data = new { metrics = metrics.ToDictionary(metric => metric.Metric, metric => new { value = metric.Value, state = metric.State }), light },
    });

    public async ValueTask DisposeAsync()
    {
        Break();
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private static Task AnswerAwayAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    private async Task ServeSocketAsync(HttpContext context)
    {
        if (RefuseSockets || !context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        try
        {
            await SendAsync(socket, $$$"""{"type":"connection_established","session":"s-1","dashboard":"dashboard","heartbeat_interval":30000,"resumed":{{{(Resumes ? "true" : "false")}}},"timestamp":1,"server_info":{"version":"1.2.3","features":[]}}""");
            _sockets[socket] = true;
            await _connections.Writer.WriteAsync(context.Request.QueryString.Value ?? "");
            await ConverseAsync(socket);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException)
        {
            // The page went away, or the test broke the connection.
        }

        _sockets.TryRemove(socket, out _);
    }

    private async Task ConverseAsync(WebSocket socket)
    {
        var buffer = new byte[1 << 16];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            var frame = JsonElement.Parse(buffer.AsSpan(0, part.Count));
            await _frames.Writer.WriteAsync(frame);
            if (AnswerTo(frame) is { } answer)
            {
                await SendAsync(socket, answer);
            }
        }
    }

    private static string? AnswerTo(JsonElement frame) => frame.GetProperty("type").GetString() switch
    {
        "ping" => $$"""{"type":"pong","timestamp":{{frame.GetProperty("timestamp").GetRawText()}},"server_time":1,"cursor":"cursor-7","ref":{{frame.GetProperty("ref").GetRawText()}}}""",
        "subscribe" => $$"""{"type":"subscribed","channels":{{frame.GetProperty("channels").GetRawText()}},"status":"ok","positions":{},"cursor":"cursor-7","timestamp":1,"ref":{{frame.GetProperty("ref").GetRawText()}}}""",
        _ => null,
    };

    private async Task<IResult> ServePollAsync(HttpContext context)
    {
        await _polled.Writer.WriteAsync(context.Request.QueryString.Value ?? "");
        if (!context.Request.Query.ContainsKey("cursor"))
        {
            return Results.Text("""{"cursor":"0","events":[]}""", "application/json");
        }

        var seq = Interlocked.Increment(ref _seq);
        if (seq > 1)
        {
            // There is nothing more to tell: the poll waits as a long poll does.
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        }

        return Results.Text($$"""{"cursor":"{{seq}}","events":[{{PulseOf(seq, "green", ("clarity", 0.77, "ok"))}}]}""", "application/json");
    }

    private static Task SendAsync(WebSocket socket, string frame) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, CancellationToken.None);
}
