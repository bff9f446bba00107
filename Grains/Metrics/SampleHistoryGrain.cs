using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Iskra.Metrics;

/// <summary>Reads stored samples.</summary>
[StatelessWorker, Reentrant]
[GrainType("sample-history")]
public sealed class SampleHistoryGrain(IMetricStore store, TimeProvider time) : Grain, ISampleHistoryGrain
{
    /// <summary>Longest wait for the store.</summary>
    public static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(5);

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

    private async Task<T> Read<T>(Func<CancellationToken, Task<T>> read)
    {
        using var bound = new CancellationTokenSource(ReadTimeout, time);
        try
        {
            return await read(bound.Token).WaitAsync(bound.Token);
        }
        catch (StoreUnavailableException)
        {
            throw new RefusedException(ErrorCode.Overloaded, "The history cannot be read: the store is away. Try again.", 1);
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested)
        {
            throw new RefusedException(ErrorCode.Timeout, "The history was not read within 5 s; ask for a shorter span or fewer values.");
        }
    }
}
