using Iskra.Gateway.Observability;
using Iskra.Gateway.Sessions;

namespace Iskra.Gateway.Api;

/// <summary>Notes what a request was refused for, as it is noted of frames: in the metrics and as a ∆DΩΛ record.</summary>
internal static class Refusal
{
    /// <summary>Notes a refusal. That there is nothing at an address, or no such thing, is no trouble of anybody.</summary>
    /// <param name="context">The request.</param>
    /// <param name="code">One of <see cref="ErrorCode"/>.</param>
    /// <param name="message">What the client is told.</param>
    internal static void Note(HttpContext context, string code, string message)
    {
        context.RequestServices.GetService<RealtimeMetrics>()?.RequestRefused(code);
        if (code == ErrorCode.NotFound) return;
        context.RequestServices.GetService<ConnectionReports>()?.RequestRefused(TransportOf(context.Request.Path), code, message);
    }

    private static string TransportOf(PathString path) =>
        path.StartsWithSegments("/api/v2/events/stream") ? "sse" : path.StartsWithSegments("/api/v2/events/poll") ? "poll" : "http";
}
