using Iskra.Gateway.Api;

namespace Iskra.Gateway.Hosting;

/// <summary>Refuses new requests while the gateway drains; health and metrics are still answered.</summary>
public sealed class DrainMiddleware(RequestDelegate next, DrainState state)
{
    /// <summary>Refuses or passes on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!state.IsDraining) return next(context);
        var path = context.Request.Path;
        if (path.StartsWithSegments("/health") || path == "/ready" || path == "/metrics") return next(context);
        context.Response.Headers.Connection = "close";
        return new Problem(ErrorCode.Overloaded, "This gateway is stopping; try again, another one will answer.") { RetryAfterSeconds = 1 }
            .ExecuteAsync(context);
    }
}
