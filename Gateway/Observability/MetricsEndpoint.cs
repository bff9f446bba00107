using System.Text;
using Microsoft.Net.Http.Headers;

namespace Iskra.Gateway.Observability;

/// <summary><c>GET /metrics</c>: Prometheus text, OpenMetrics or the JSON summary of protocol section 8, as <c>Accept</c> asks.</summary>
public static class MetricsEndpoint
{
    /// <summary>Answers.</summary>
    public static async Task Get(
        HttpContext context, MetricRegistry registry, RealtimeMetrics realtime, GatewayGauges gauges, MeterBridge meters, MetricsSummary summary)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(realtime);
        ArgumentNullException.ThrowIfNull(gauges);
        ArgumentNullException.ThrowIfNull(meters);
        ArgumentNullException.ThrowIfNull(summary);
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.Append("Vary", "Accept");
        var format = Choose(context.Request.Headers.Accept.ToString());
        response.ContentType = format;
        if (format == "application/json")
        {
            await response.Body.WriteAsync(summary.Write(), context.RequestAborted);
            return;
        }

        realtime.Refresh();
        meters.Refresh();
        await gauges.RefreshAsync();
        await WriteAsync(context, registry, format);
    }

    /// <summary>Answers for a process that holds no connections: what is measured of the process itself, as text.</summary>
    public static async Task GetProcess(HttpContext context, MetricRegistry registry, MeterBridge meters)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(meters);
        context.Response.Headers.CacheControl = "no-store";
        meters.Refresh();
        var format = Choose(context.Request.Headers.Accept.ToString());
        await WriteAsync(context, registry, format == "application/json" ? ExpositionWriter.PrometheusContentType : format);
    }

    private static async Task WriteAsync(HttpContext context, MetricRegistry registry, string format)
    {
        context.Response.ContentType = format;
        var writer = new ExpositionWriter(isOpenMetrics: format == ExpositionWriter.OpenMetricsContentType);
        registry.WriteTo(writer);
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(writer.ToString()), context.RequestAborted);
    }

    /// <summary>The media type to answer with: what the client likes most, Prometheus text when it does not say.</summary>
    public static string Choose(string accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept.Split(','), out var types)) return ExpositionWriter.PrometheusContentType;
        foreach (var type in types.Where(type => type.Quality is null or > 0).OrderByDescending(type => type.Quality ?? 1))
        {
            if (type.MediaType.Equals("application/openmetrics-text", StringComparison.OrdinalIgnoreCase)) return ExpositionWriter.OpenMetricsContentType;
            if (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)) return "application/json";
            if (type.MatchesAllTypes || type.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals("text/*", StringComparison.OrdinalIgnoreCase))
                return ExpositionWriter.PrometheusContentType;
        }

        return ExpositionWriter.PrometheusContentType;
    }
}
