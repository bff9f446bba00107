namespace Iskra.Gateway.Security;

/// <summary>Headers that every response carries, errors and refusals included (protocol section 5).</summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>
    /// What a page may do: load from its own origin only, run no inline code, be framed by nobody. Sockets may also go to the
    /// dashboard ports of the same host, which a policy cannot name without knowing the host; so any WebSocket address is allowed
    /// there, and the gateway's own check of the origin decides.
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Adds the headers.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return next(context);
    }
}
