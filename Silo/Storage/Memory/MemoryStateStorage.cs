using System.Globalization;
using Orleans.Storage;

namespace Iskra.Silo.Storage.Memory;

/// <summary>Stored grain state without a database. States are kept as JSON, so that nothing is shared with the grains.</summary>
/// <param name="time">The clock.</param>
public sealed class MemoryStateStorage(TimeProvider time) : IGrainStorage
{
    /// <summary>Most states; over it a new one is refused.</summary>
    public const int MaxStates = 200_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(GrainId Grain, string Name), StoredRow> _rows = [];
    private long _etag;

    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        StoredRow? row;
        lock (_lock)
        {
            row = _rows.GetValueOrDefault((grainId, stateName));
        }

        grainState.State = row is null ? GrainStateJson.Empty<T>()! : GrainStateJson.Read<T>(row.Json)!;
        grainState.ETag = row?.Etag;
        grainState.RecordExists = row is not null;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var json = GrainStateJson.Write(grainState.State);
        lock (_lock)
        {
            CheckEtag(stateName, grainId, grainState.ETag);
            if (grainState.ETag is null && _rows.Count >= MaxStates)
            {
                throw new StoreUnavailableException($"The memory store holds {MaxStates} states and takes no more; run with PostgreSQL.");
            }

            var etag = (++_etag).ToString(CultureInfo.InvariantCulture);
            _rows[(grainId, stateName)] = new StoredRow(json, etag, time.GetUtcNow());
            grainState.ETag = etag;
        }

        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_lock)
        {
            CheckEtag(stateName, grainId, grainState.ETag);
            _rows.Remove((grainId, stateName));
        }

        grainState.State = GrainStateJson.Empty<T>()!;
        grainState.ETag = null;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    /// <summary>Forgets the states of a grain type that were last written before a time.</summary>
    internal int Sweep(string grainType, DateTimeOffset before)
    {
        lock (_lock)
        {
            var stale = _rows.Where(row => row.Value.UpdatedAt < before && row.Key.Grain.Type.ToString() == grainType)
                .Select(row => row.Key).ToList();
            stale.ForEach(key => _rows.Remove(key));
            return stale.Count;
        }
    }

    private void CheckEtag(string stateName, GrainId grainId, string? etag)
    {
        var stored = _rows.GetValueOrDefault((grainId, stateName))?.Etag;
        if (stored != etag)
        {
            throw GrainStateConflict.Of(stateName, grainId, stored, etag);
        }
    }

    private sealed record StoredRow(byte[] Json, string Etag, DateTimeOffset UpdatedAt);
}
