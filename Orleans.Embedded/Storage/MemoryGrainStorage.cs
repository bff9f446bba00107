using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Keeps grain state in the memory of the process, as JSON, so that nobody shares objects with it.</summary>
public sealed class MemoryGrainStorage : IGrainStorage
{
    private static readonly JsonSerializerOptions Format = new() { IncludeFields = true };

    private readonly ConcurrentDictionary<(string, GrainId), Row> _rows = new();

    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var row = _rows.GetValueOrDefault((stateName, grainId));
        grainState.State = row is null ? default : JsonSerializer.Deserialize<T>(row.Json, Format);
        grainState.ETag = row?.Etag;
        grainState.RecordExists = row is not null;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var key = (stateName, grainId);
        var stored = _rows.GetValueOrDefault(key);
        var row = new Row(JsonSerializer.SerializeToUtf8Bytes(grainState.State, Format), NextEtag(stored?.Etag));
        var written = stored?.Etag == grainState.ETag
            && (stored is null ? _rows.TryAdd(key, row) : _rows.TryUpdate(key, row, stored));
        if (!written)
        {
            return Conflict(stateName, grainId, stored?.Etag, grainState.ETag);
        }

        grainState.ETag = row.Etag;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var key = (stateName, grainId);
        var stored = _rows.GetValueOrDefault(key);
        if (stored is not null && (stored.Etag != grainState.ETag || !_rows.TryRemove(KeyValuePair.Create(key, stored))))
        {
            return Conflict(stateName, grainId, stored.Etag, grainState.ETag);
        }

        grainState.State = default;
        grainState.ETag = null;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private static string NextEtag(string? etag) =>
        ((etag is null ? 0 : long.Parse(etag, CultureInfo.InvariantCulture)) + 1).ToString(CultureInfo.InvariantCulture);

    private static Task Conflict(string stateName, GrainId grainId, string? stored, string? current) => Task.FromException(
        new InconsistentStateException($"State {stateName} of {grainId} has another version than the one it was read with.", stored, current));

    private sealed record Row(byte[] Json, string Etag);
}
