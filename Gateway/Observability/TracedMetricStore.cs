using System.Collections.Immutable;
using System.Diagnostics;
using Iskra.Metrics;

namespace Iskra.Gateway.Observability;

/// <summary>A metric store whose writes are spans.</summary>
internal sealed class TracedMetricStore(IMetricStore inner) : IMetricStore, IAsyncDisposable
{
    public async Task WriteAsync(ImmutableArray<Sample> samples, CancellationToken cancellationToken)
    {
        using var span = Activity.Current is null ? null : IskraTracing.Source.StartActivity("store samples", ActivityKind.Client);
        span?.SetTag("iskra.samples", samples.Length);
        await inner.WriteAsync(samples, cancellationToken);
    }

    public Task<Sample?> NewestAsync(string metric, CancellationToken cancellationToken) => inner.NewestAsync(metric, cancellationToken);

    public Task<ImmutableArray<Sample>> SamplesAsync(string metric, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        inner.SamplesAsync(metric, from, to, limit, cancellationToken);

    public Task<ImmutableArray<SampleBucket>> BucketsAsync(
        string metric, TimeSpan bucket, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        inner.BucketsAsync(metric, bucket, from, to, limit, cancellationToken);

    public ValueTask DisposeAsync() => Disposal.OfAsync(inner);
}
