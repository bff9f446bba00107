using System.Collections.Immutable;

namespace Iskra.Delta;

/// <summary>Where ∆DΩΛ records are stored.</summary>
public interface IDeltaStore
{
    /// <summary>Most records in one write.</summary>
    const int MaxRecords = 1_000;

    /// <summary>Stores records. One whose id is stored already is left as it is, so that a write may be repeated.</summary>
    /// <param name="records">1 to <see cref="MaxRecords"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="StoreUnavailableException">The store is away; the records may be stored all the same.</exception>
    Task WriteAsync(ImmutableArray<DeltaRecord> records, CancellationToken cancellationToken);

    /// <summary>The newest records that a filter lets through, newest first.</summary>
    /// <exception cref="StoreUnavailableException">The store is away.</exception>
    Task<DeltaPage> ReadAsync(DeltaFilter filter, CancellationToken cancellationToken);
}
