using Orleans.Concurrency;

namespace Iskra.Delta;

/// <summary>Reads stored records.</summary>
[StatelessWorker, Reentrant]
[GrainType("delta-history")]
public sealed class DeltaHistoryGrain(IDeltaStore store, TimeProvider time) : Grain, IDeltaHistoryGrain
{
    /// <inheritdoc/>
    public Task<DeltaPage> Read(DeltaFilter filter)
    {
        if (filter.Limit is < 1 or > DeltaFilter.MaxLimit)
            throw new RefusedException(ErrorCode.InvalidField, $"'limit' is a whole number from 1 to {DeltaFilter.MaxLimit}.", field: "limit");
        return StoreRead.BoundedAsync(token => store.ReadAsync(filter, token), "The records", time);
    }
}
