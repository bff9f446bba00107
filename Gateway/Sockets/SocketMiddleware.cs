using Iskra.Gateway.Hosting;

namespace Iskra.Gateway.Sockets;

/// <summary>Answers requests for a WebSocket; everything else goes on.</summary>
public sealed class SocketMiddleware(RequestDelegate next, SocketServices services)
{
    /// <summary>Serves a socket or passes on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var endpoint = SocketRoutes.Find(context.GetListenPort(), context.Request.Path.Value);
        if (endpoint is null || (context.Request.Path == "/" && string.IsNullOrEmpty(context.Request.Headers.Upgrade)))
        {
            return next(context);
        }

        return ServeAsync(context, SocketRequest.Of(endpoint, context.Request.Query, context.Connection.RemoteIpAddress));
    }

    private async Task ServeAsync(HttpContext context, SocketRequest request)
    {
        if (!await WebSocketHandshake.CheckAsync(context))
        {
            return;
        }

        await using var stream = await WebSocketHandshake.AcceptAsync(context, out var canDeflate);
        await new SocketConnection(services, request, context, stream, canDeflate).RunAsync();
    }
}
