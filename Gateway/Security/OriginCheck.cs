using Iskra.Gateway.Api;
using Iskra.Gateway.Hosting;

namespace Iskra.Gateway.Security;

/// <summary>
/// The origin check of upgrades and CORS in one place and from one list: a foreign Origin is refused before any work is done, an
/// allowed one is told so, preflights are answered here.
/// </summary>
public sealed class OriginCheck(RequestDelegate next, OriginPolicy policy, ListenAddresses addresses)
{
    /// <summary>Checks the origin.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var origin = context.Request.Headers.Origin;
        if (origin.Count == 0) return next(context);
        context.Response.Headers.Append("Vary", "Origin");
        if (origin.Count > 1 || !policy.IsAllowed(origin, context.Request.Host, addresses.Ports))
        {
            return new Problem(ErrorCode.Forbidden, "This origin may not use the gateway; add it to Gateway:AllowedOrigins if it should.")
                .ExecuteAsync(context);
        }

        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlExposeHeaders = "Retry-After";
        if (!HttpMethods.IsOptions(context.Request.Method) || context.Request.Headers.AccessControlRequestMethod.Count == 0) return next(context);
        headers.AccessControlAllowMethods = "GET, POST, PUT, DELETE";
        headers.AccessControlAllowHeaders = "Authorization, Content-Type, Last-Event-ID";
        headers.AccessControlMaxAge = "600";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
