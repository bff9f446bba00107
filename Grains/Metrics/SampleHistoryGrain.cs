using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Iskra.Metrics;

/// <summary>Reads stored samples.</summary>
[StatelessWorker, Reentrant]
[GrainType("sample-history")]
public sealed class SampleHistoryGrain(IMetricStore store, TimeProvider time) : Grain, ISampleHistoryGrain
{
    /// <inheritdoc />
    public Task<ImmutableArray<Sample>> Samples(string metric, DateTimeOffset from, DateTimeOffset to, int limit)
    {
        HistoryRules.Check(metric, from, to, limit);
        return Read(token => store.SamplesAsync(metric, from, to, limit, token));
    }

    /// <inheritdoc />
    public Task<ImmutableArray<SampleBucket>> Buckets(string metric, TimeSpan bucket, DateTimeOffset from, DateTimeOffset to, int limit)
    {
        HistoryRules.Check(metric, from, to, limit);
        HistoryRules.CheckBucket(bucket);
        return Read(token => store.BucketsAsync(metric, bucket, from, to, limit, token));
    }

    private Task<T> Read<T>(Func<CancellationToken, Task<T>> read) => StoreRead.BoundedAsync(
        read, "The history", $"The history was not read within {StoreRead.Timeout.TotalSeconds} s; ask for a shorter span or fewer values.", time);
}
