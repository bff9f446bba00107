using Iskra.Gateway.Api;
using Iskra.Gateway.Security;

namespace Iskra.Gateway.Cluster;

/// <summary>
/// Lets through whoever brings a token, whatever <c>Auth:Required</c> says. A browser is asked for it: any user name, and an API
/// token as the password. The scripts and styles of the dashboard are its own, so its policy allows inline styles and nothing else.
/// </summary>
internal sealed class EngineDashboardGuard(RequestDelegate next, CallerResolver callers)
{
    private const string Policy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public async Task InvokeAsync(HttpContext context)
    {
        var result = await callers.ResolveAsync(context);
        if (result.Caller is { IsAuthenticated: true })
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            context.Response.Headers.CacheControl = "no-store";
            await next(context);
            return;
        }

        var problem = new Problem(ErrorCode.Unauthorized, result.Reason ?? "The dashboard needs a token: Authorization: Bearer <token>, or Basic with an API token as the password.");
        context.Response.OnStarting(static state =>
        {
            ((HttpContext)state).Response.Headers.WWWAuthenticate = "Basic realm=\"Orleans Dashboard\", charset=\"UTF-8\"";
            return Task.CompletedTask;
        }, context);
        await problem.ExecuteAsync(context);
    }
}
