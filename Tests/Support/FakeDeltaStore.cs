using System.Collections.Immutable;
using Iskra.Delta;

namespace Iskra.Tests;

/// <summary>Records in memory; a test can take it away.</summary>
public sealed class FakeDeltaStore : IDeltaStore
{
    private readonly Lock _lock = new();
    private readonly List<DeltaRecord> _records = [];

    /// <summary>While true every operation fails and nothing is written.</summary>
    public bool IsAway { get; set; }

    /// <summary>What is stored, in order.</summary>
    public IReadOnlyList<DeltaRecord> Records
    {
        get
        {
            lock (_lock)
            {
                return [.. _records];
            }
        }
    }

    /// <inheritdoc/>
    public Task WriteAsync(ImmutableArray<DeltaRecord> records, CancellationToken cancellationToken)
    {
        if (IsAway) return Task.FromException(new StoreUnavailableException("The test took the store away."));
        lock (_lock)
        {
            _records.AddRange(records.Where(record => _records.TrueForAll(known => known.Id != record.Id)));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<DeltaPage> ReadAsync(DeltaFilter filter, CancellationToken cancellationToken) =>
        IsAway
            ? Task.FromException<DeltaPage>(new StoreUnavailableException("The test took the store away."))
            : Task.FromResult(new DeltaPage([.. Records.Reverse().Take(filter.Limit)], null));
}
