using System.Collections.Immutable;
using Iskra.Metrics;

namespace Iskra.Silo.Storage.Memory;

/// <summary>The samples without a database: the newest of each metric, and nothing lasts longer than the process.</summary>
public sealed class MemoryMetricStore : IMetricStore
{
    /// <summary>Most samples kept of one metric, the newest by timestamp.</summary>
    public const int MaxSamples = 100_000;

    /// <summary>Most metrics; a write that would bring more is refused.</summary>
    public const int MaxMetrics = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, MemorySeries> _series = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task WriteAsync(ImmutableArray<Sample> samples, CancellationToken cancellationToken)
    {
        StorageLimits.CheckSamples(samples);
        lock (_lock)
        {
            var added = samples.Select(sample => sample.Metric).Where(metric => !_series.ContainsKey(metric)).ToHashSet(StringComparer.Ordinal);
            if (_series.Count + added.Count > MaxMetrics)
            {
                return Task.FromException(new StoreUnavailableException(
                    $"The memory store takes {MaxMetrics} metrics and there is no room for {added.Count} more; run with PostgreSQL."));
            }

            foreach (var metric in added)
            {
                _series.Add(metric, new MemorySeries(metric));
            }

            foreach (var sample in samples)
            {
                _series[sample.Metric].Add(sample);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<Sample?> NewestAsync(string metric, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_series.TryGetValue(metric, out var series) ? series.Newest : null);
        }
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<Sample>> SamplesAsync(
        string metric, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        StorageLimits.CheckRows(limit);
        lock (_lock)
        {
            return Task.FromResult(_series.TryGetValue(metric, out var series) ? series.Samples(from, to, limit) : []);
        }
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<SampleBucket>> BucketsAsync(
        string metric, TimeSpan bucket, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        StorageLimits.CheckRows(limit);
        ArgumentOutOfRangeException.ThrowIfLessThan(bucket, TimeSpan.FromMicroseconds(1));
        lock (_lock)
        {
            return Task.FromResult(_series.TryGetValue(metric, out var series) ? series.Buckets(bucket, from, to, limit) : []);
        }
    }
}
