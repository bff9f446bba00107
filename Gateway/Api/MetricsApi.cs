using System.Collections.Immutable;
using Iskra.Gateway.Hosting;
using Iskra.Gateway.Protocol;
using Iskra.Gateway.Sessions;
using Iskra.Metrics;
using Microsoft.Net.Http.Headers;

namespace Iskra.Gateway.Api;

/// <summary>Samples in, history and aggregation out (protocol section 5).</summary>
public static class MetricsApi
{
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromHours(1);

    /// <summary><c>POST /api/v2/metrics</c>: stores a request whole or refuses it whole, naming the first bad sample.</summary>
    public static async Task<IResult> Store(
        HttpContext context, IClusterClient cluster, ClusterCalls calls, MetricDeclarations declarations, GatewayOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(calls);
        ArgumentNullException.ThrowIfNull(time);
        if (!TryFormat(context.Request.ContentType, out var isLines))
        {
            return new Problem(ErrorCode.InvalidMessage, "Samples come as application/json (an array) or application/x-ndjson (one object a line).")
            {
                Status = StatusCodes.Status415UnsupportedMediaType,
            };
        }

        var inputs = await SampleBody.ReadAsync(new BoundedBody(context, options.MaxSampleBodyBytes), isLines, context.RequestAborted);
        var now = time.GetUtcNow();
        var samples = inputs.Select(input => input.ToSample(now)).ToImmutableArray();
        if (SampleRules.FirstFault(samples.AsSpan(), SampleBody.MaxSamples, declarations, now) is { } fault)
            throw fault.ToException($"[{fault.Index}].{fault.Member}");
        var stamped = inputs.All(static input => input.Timestamp is null);
        await calls.CallAsync(() => cluster.GetGrain<ISampleIntakeGrain>(0).Store(samples, stamped));
        return TypedResults.Ok(new StoredAnswer(samples.Length));
    }

    /// <summary><c>GET /api/v2/metrics</c>: what is declared, what has values, and where they lie.</summary>
    public static async Task<MetricList> List(IClusterClient cluster, ClusterCalls calls, MetricDeclarations declarations)
    {
        ArgumentNullException.ThrowIfNull(calls);
        ArgumentNullException.ThrowIfNull(declarations);
        var readings = await calls.CallAsync(() => cluster.GetGrain<IPulseGrain>("pulse").Current());
        var byName = readings.ToDictionary(reading => reading.Metric, StringComparer.Ordinal);
        var names = declarations.All.Select(declaration => declaration.Name)
            .Concat(byName.Keys.Where(name => !declarations.Contains(name)).Order(StringComparer.Ordinal));
        return new MetricList([.. names.Select(name => Entry(declarations.Of(name), byName.GetValueOrDefault(name)))]);
    }

    /// <summary><c>GET /api/v2/metrics/{name}/samples</c>.</summary>
    public static async Task<SampleList> Samples(string name, HttpContext context, IClusterClient cluster, ClusterCalls calls, TimeProvider time)
    {
        var (query, from, to, limit) = Span(name, context, time);
        HistoryRules.Check(name, from, to, limit);
        var samples = await calls.CallAsync(() => cluster.GetGrain<ISampleHistoryGrain>(0).Samples(name, from, to, limit));
        return new SampleList(name, [.. samples.Select(sample => new SampleEntry(sample.Timestamp, sample.Value, sample.Source))]);
    }

    /// <summary><c>GET /api/v2/metrics/{name}/buckets?bucket=1m</c>.</summary>
    public static async Task<BucketList> Buckets(string name, HttpContext context, IClusterClient cluster, ClusterCalls calls, TimeProvider time)
    {
        var (query, from, to, limit) = Span(name, context, time);
        var bucket = query.Width("bucket", TimeSpan.FromMinutes(1));
        HistoryRules.Check(name, from, to, limit);
        HistoryRules.CheckBucket(bucket);
        var buckets = await calls.CallAsync(() => cluster.GetGrain<ISampleHistoryGrain>(0).Buckets(name, bucket, from, to, limit));
        return new BucketList(name, query.Text("bucket") ?? "1m", buckets);
    }

    private static (QueryReader Query, DateTimeOffset From, DateTimeOffset To, int Limit) Span(string name, HttpContext context, TimeProvider time)
    {
        if (!MetricName.IsValid(name)) throw new RefusedException(ErrorCode.InvalidField, SampleJson.NameRule, field: "name");
        var query = new QueryReader(context.Request.Query);
        var to = query.Time("to");
        var from = query.Time("from");

        // Without an end the span reaches into the next second, so that what was stored just now is in it.
        var end = to ?? time.GetUtcNow().AddSeconds(1);
        return (query, from ?? (to ?? time.GetUtcNow()) - DefaultSpan, end, query.Number("limit", HistoryRules.DefaultLimit, 1, HistoryRules.MaxLimit));
    }

    private static bool TryFormat(string? contentType, out bool? isLines)
    {
        isLines = null;
        if (string.IsNullOrEmpty(contentType)) return true;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)) return false;
        isLines = type.MediaType.Value?.ToLowerInvariant() switch
        {
            "application/json" => false,
            "application/x-ndjson" or "application/ndjson" or "application/jsonl" or "application/x-jsonlines" => true,
            _ => null,
        };
        return isLines is not null;
    }

    private static MetricEntry Entry(MetricDeclaration declaration, MetricReading? reading) => new(
        declaration.Name,
        reading?.Value,
        reading is null ? null : MetricStateName.Of(reading.State),
        declaration.Band,
        new MetricLimits(declaration.WarningLow, declaration.WarningHigh, declaration.CriticalLow, declaration.CriticalHigh),
        reading?.Timestamp);
}
