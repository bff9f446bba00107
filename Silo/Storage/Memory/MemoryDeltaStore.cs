using System.Collections.Immutable;
using Iskra.Delta;

namespace Iskra.Silo.Storage.Memory;

/// <summary>The newest ∆DΩΛ records without a database; nothing lasts longer than the process.</summary>
public sealed class MemoryDeltaStore : IDeltaStore
{
    /// <summary>Most records kept.</summary>
    public const int MaxRecords = 10_000;

    private readonly Lock _lock = new();
    private readonly LinkedList<(long Number, DeltaRecord Record)> _records = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private long _number;

    /// <inheritdoc/>
    public Task WriteAsync(ImmutableArray<DeltaRecord> records, CancellationToken cancellationToken)
    {
        StorageLimits.CheckRecords(records);
        lock (_lock)
        {
            foreach (var record in records)
            {
                if (!_ids.Add(record.Id)) continue;
                _records.AddFirst((++_number, record));
                if (_records.Count <= MaxRecords) continue;
                _ids.Remove(_records.Last!.Value.Record.Id);
                _records.RemoveLast();
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<DeltaPage> ReadAsync(DeltaFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        lock (_lock)
        {
            var found = _records.Where(row => Passes(filter, row.Number, row.Record)).Take(filter.Limit + 1).ToList();
            var hasMore = found.Count > filter.Limit;
            if (hasMore) found.RemoveAt(found.Count - 1);
            return Task.FromResult(new DeltaPage([.. found.Select(row => row.Record)], hasMore ? found[^1].Number : null));
        }
    }

    private static bool Passes(DeltaFilter filter, long number, DeltaRecord record) =>
        !(number >= filter.Before)
        && !(record.Timestamp < filter.From)
        && !(record.Timestamp >= filter.To)
        && (filter.Event is null || record.Event == filter.Event)
        && (filter.SeamId is null || record.SeamId == filter.SeamId)
        && (filter.TraceId is null || record.TraceId == filter.TraceId)
        && !(record.Significance < filter.MinSignificance)
        && !(record.Omega < filter.MinOmega)
        && !(record.Dimension < filter.MinDimension);
}
