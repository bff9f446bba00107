using System.Buffers;
using System.Text.Json;
using Iskra.Gateway.Protocol;

namespace Iskra.Gateway.Observability;

/// <summary><c>/health</c>, <c>/ready</c> and <c>/health/realtime</c> (protocol section 5).</summary>
public static class HealthEndpoints
{
    private delegate void Body(Utf8JsonWriter json);

    /// <summary>Liveness: the process answers.</summary>
    public static Task Live(HttpContext context) => Answer(context, StatusCodes.Status200OK, json => json.WriteString("status"u8, "healthy"u8));

    /// <summary>Readiness: the cluster answers and the gateway is not stopping.</summary>
    public static async Task Ready(HttpContext context, Readiness readiness)
    {
        ArgumentNullException.ThrowIfNull(readiness);
        var report = await readiness.ReadAsync();
        await Answer(context, report.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, json =>
        {
            json.WriteBoolean("ready"u8, report.IsReady);
            json.WriteStartObject("checks"u8);
            json.WriteString("cluster"u8, Word(report.Cluster));
            json.WriteString("store"u8, Word(report.Store));
            json.WriteString("draining"u8, report.IsDraining ? "yes" : "no");
            json.WriteEndObject();
        });
    }

    /// <summary>The live layer in detail.</summary>
    public static async Task Realtime(
        HttpContext context, Readiness readiness, RealtimeMetrics metrics, LatencyWindow latency, ILiveCounts live)
    {
        ArgumentNullException.ThrowIfNull(readiness);
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(latency);
        ArgumentNullException.ThrowIfNull(live);
        var report = await readiness.ReadAsync();
        var (p50, p99) = latency.Read();
        await Answer(context, StatusCodes.Status200OK, json =>
        {
            json.WriteString("status"u8, Status(report, live));
            json.WriteNumber("connections"u8, metrics.Open);
            json.WriteNumber("channels"u8, live.Channels);
            json.WriteString("breaker"u8, live.Breaker);
            json.WriteStartObject("latency_ms"u8);
            json.WriteNumber("p50"u8, Math.Round(p50, 3));
            json.WriteNumber("p99"u8, Math.Round(p99, 3));
            json.WriteEndObject();
            json.WriteStartArray("components"u8);
            WriteComponent(json, "cluster", report.Cluster, "Grains do not answer; live events and writes wait.");
            WriteComponent(json, "store", report.Store, "The database does not answer; reading and live traffic go on, durable writes are refused.");
            json.WriteEndArray();
        });
    }

    private static string Status(ReadinessReport report, ILiveCounts live) =>
        report.Cluster is null ? "unhealthy" : report.Store is null || live.Breaker != "closed" ? "degraded" : "healthy";

    private static string Word(TimeSpan? answer) => answer is null ? "away" : "ok";

    private static void WriteComponent(Utf8JsonWriter json, string name, TimeSpan? answer, string message)
    {
        json.WriteStartObject();
        json.WriteString("component"u8, name);
        json.WriteString("status"u8, answer is null ? "unhealthy" : "healthy");
        if (answer is { } taken) json.WriteNumber("latency_ms"u8, Math.Round(taken.TotalMilliseconds, 3));
        else json.WriteNull("latency_ms"u8);
        if (answer is null) json.WriteString("message"u8, message);
        json.WriteEndObject();
    }

    private static async Task Answer(HttpContext context, int status, Body body)
    {
        ArgumentNullException.ThrowIfNull(context);
        var output = new ArrayBufferWriter<byte>(256);
        await using (var json = JsonText.Writer(output))
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(output.WrittenMemory, context.RequestAborted);
    }
}
