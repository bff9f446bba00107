using System.Diagnostics;

namespace Iskra.Gateway.Observability;

/// <summary>Opens a span for each request that brings something, under the <c>traceparent</c> of the client where it sent one.</summary>
internal sealed class RequestTracing(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await next(context);
            return;
        }

        ActivityContext.TryParse(context.Request.Headers.TraceParent, null, isRemote: true, out var parent);
        using var span = IskraTracing.Source.StartActivity($"POST {context.Request.Path}", ActivityKind.Server, parent);
        await next(context);
        span?.SetTag("http.response.status_code", context.Response.StatusCode);
    }
}
