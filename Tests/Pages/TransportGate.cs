using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Iskra.Tests.Pages;

/// <summary>
/// Stands between browser and server as the proxy of a company does: everything passes, except the transports that are refused at the moment.
/// </summary>
internal sealed class TransportGate : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Uri _target;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });
    private readonly ConcurrentDictionary<HttpContext, string> _underWay = new();
    private volatile HashSet<string> _refused = [];

    private TransportGate(WebApplication application, Uri target) => (_application, _target) = (application, target);

    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    public static async Task<TransportGate> StartAsync(Uri target)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        var gate = new TransportGate(application, target);
        application.UseWebSockets();
        application.Run(gate.ServeAsync);
        await application.StartAsync();
        gate.Address = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return gate;
    }

    /// <summary>Refuses these transports from now on – <c>websocket</c>, <c>sse</c>, <c>longpoll</c> – and cuts those that are under way.</summary>
    public void Refuse(params string[] transports)
    {
        _refused = transports.ToHashSet();
        foreach (var (context, transport) in _underWay)
        {
            if (_refused.Contains(transport)) context.Abort();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var context in _underWay.Keys) context.Abort();
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
        _http.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        var transport = TransportOf(context);
        if (_refused.Contains(transport))
        {
            context.Response.StatusCode = transport == "longpoll" ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status403Forbidden;
            return;
        }

        _underWay[context] = transport;
        try
        {
            var target = new Uri(_target, context.Request.Path + context.Request.QueryString.ToString());
            if (transport == "websocket") await ForwardSocketAsync(context, target);
            else await ForwardAsync(context, target);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or HttpRequestException or OperationCanceledException)
        {
            context.Abort();
        }
        finally
        {
            _underWay.TryRemove(context, out _);
        }
    }

    private static string TransportOf(HttpContext context) => context.Request.Path.Value switch
    {
        not null when context.WebSockets.IsWebSocketRequest => "websocket",
        "/api/v2/events/stream" => "sse",
        "/api/v2/events/poll" => context.Request.Query["timeout"] == "0" ? "poll" : "longpoll",
        _ => "other",
    };

    private async Task ForwardAsync(HttpContext context, Uri target)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), target);
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true) request.Content = new StreamContent(context.Request.Body);
        foreach (var name in new[] { "Accept", "Authorization", "Content-Type", "If-None-Match", "Last-Event-ID" })
        {
            if (context.Request.Headers[name] is { Count: > 0 } values && !request.Headers.TryAddWithoutValidation(name, values.ToArray()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            if (name is not ("Transfer-Encoding" or "Connection")) context.Response.Headers[name] = values.ToArray();
        }

        await using var body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        await context.Response.StartAsync(context.RequestAborted);
        var buffer = new byte[16 * 1_024];
        for (int count; (count = await body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private static async Task ForwardSocketAsync(HttpContext context, Uri target)
    {
        using var outward = new ClientWebSocket();
        await outward.ConnectAsync(new UriBuilder(target) { Scheme = "ws" }.Uri, context.RequestAborted);
        using var inward = await context.WebSockets.AcceptWebSocketAsync();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        await Task.WhenAny(PumpAsync(inward, outward, end.Token), PumpAsync(outward, inward, end.Token));
        await end.CancelAsync();
        outward.Abort();
        inward.Abort();
    }

    private static async Task PumpAsync(WebSocket from, WebSocket to, CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1_024];
        while (true)
        {
            var part = await from.ReceiveAsync(buffer.AsMemory(), cancellation);
            if (part.MessageType == WebSocketMessageType.Close) return;
            await to.SendAsync(buffer.AsMemory(0, part.Count), part.MessageType, part.EndOfMessage, cancellation);
        }
    }
}
