using Orleans.Concurrency;

namespace Iskra.Delta;

/// <summary>Reads stored records.</summary>
[StatelessWorker, Reentrant]
[GrainType("delta-history")]
public sealed class DeltaHistoryGrain(IDeltaStore store, TimeProvider time) : Grain, IDeltaHistoryGrain
{
    /// <summary>Longest wait for the store.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<DeltaPage> Read(DeltaFilter filter)
    {
        if (filter.Limit is < 1 or > DeltaFilter.MaxLimit)
            throw new RefusedException(ErrorCode.InvalidField, $"'limit' is a whole number from 1 to {DeltaFilter.MaxLimit}.", field: "limit");
        using var bound = new CancellationTokenSource(Timeout, time);
        try
        {
            return await store.ReadAsync(filter, bound.Token).WaitAsync(bound.Token);
        }
        catch (StoreUnavailableException)
        {
            throw new RefusedException(ErrorCode.Overloaded, "The records cannot be read: the store is away. Try again.", 1);
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested)
        {
            throw new RefusedException(ErrorCode.Timeout, $"The store did not answer within {Timeout.TotalSeconds} s.");
        }
    }
}
