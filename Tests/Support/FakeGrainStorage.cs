using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Orleans.Storage;

namespace Iskra.Tests;

/// <summary>
/// Grain storage in memory that keeps JSON and etags as the real one does and breaks down when a test says so. It may be used by
/// several silos at once, and outlives the engines of a test.
/// </summary>
public sealed class FakeGrainStorage : IGrainStorage
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(GrainId Grain, string Name), Row> _rows = [];
    private readonly ConcurrentQueue<bool> _lostAnswers = new();
    private readonly ConcurrentDictionary<string, int> _refusals = new(StringComparer.Ordinal);
    private volatile TaskCompletionSource? _gate;
    private long _etags;

    /// <summary>While true every operation fails and nothing is written.</summary>
    public bool IsAway { get; set; }

    /// <summary>How many writes succeeded.</summary>
    public int Writes { get; private set; }

    /// <summary>How many reads were asked for.</summary>
    public int Reads { get; private set; }

    /// <summary>How many operations of grains of a type found the storage away.</summary>
    public int RefusalsOf(string grainType) => _refusals.GetValueOrDefault(grainType);

    /// <summary>The stored states of grains of a type, as JSON by key.</summary>
    public IReadOnlyDictionary<string, string> Rows(string grainType)
    {
        lock (_lock)
        {
            return _rows.Where(row => row.Key.Grain.Type.ToString() == grainType)
                .ToDictionary(row => row.Key.Grain.Key.ToString()!, row => row.Value.Json);
        }
    }

    /// <summary>The stored state of a grain, or the default.</summary>
    public T? State<T>(string grainType, string key) =>
        Rows(grainType).TryGetValue(key, out var json) ? JsonSerializer.Deserialize<T>(json) : default;

    /// <summary>Deletes the rows of a grain type, as the sweeper does.</summary>
    public void Sweep(string grainType)
    {
        lock (_lock)
        {
            foreach (var key in _rows.Keys.Where(key => key.Grain.Type.ToString() == grainType).ToList()) _rows.Remove(key);
        }
    }

    /// <summary>Writes as another activation would: changes the row and its etag.</summary>
    public void WriteAsAnother<T>(string grainType, string key, Func<T, T> change)
    {
        lock (_lock)
        {
            var id = _rows.Keys.Single(row => row.Grain.Type.ToString() == grainType && row.Grain.Key.ToString() == key);
            var state = change(JsonSerializer.Deserialize<T>(_rows[id].Json)!);
            _rows[id] = new Row(JsonSerializer.Serialize(state), NextEtag());
        }
    }

    /// <summary>Makes the next write happen and its answer be lost.</summary>
    public void LoseNextAnswer() => _lostAnswers.Enqueue(true);

    /// <summary>Lets operations wait, before they do anything, until <see cref="Release"/>.</summary>
    public void Hold() => _gate ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets the held operations go on.</summary>
    public void Release()
    {
        var gate = _gate;
        _gate = null;
        gate?.TrySetResult();
    }

    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await EnterAsync(grainId);
        lock (_lock)
        {
            Reads++;
            grainState.RecordExists = _rows.TryGetValue((grainId, stateName), out var row);
            grainState.ETag = row?.Etag;
            grainState.State = row is null ? default : JsonSerializer.Deserialize<T>(row.Json);
        }
    }

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await EnterAsync(grainId);
        lock (_lock)
        {
            Check(stateName, grainId, grainState);
            var row = new Row(JsonSerializer.Serialize(grainState.State), NextEtag());
            _rows[(grainId, stateName)] = row;
            Writes++;
            if (_lostAnswers.TryDequeue(out _)) throw new StoreUnavailableException("The test lost the answer.");
            grainState.ETag = row.Etag;
            grainState.RecordExists = true;
        }
    }

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await EnterAsync(grainId);
        lock (_lock)
        {
            Check(stateName, grainId, grainState);
            _rows.Remove((grainId, stateName));
            grainState.ETag = null;
            grainState.RecordExists = false;
        }
    }

    private void Check<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var current = _rows.GetValueOrDefault((grainId, stateName))?.Etag;
        if (current != grainState.ETag) throw new InconsistentStateException("Another etag is stored.", current, grainState.ETag);
    }

    private string NextEtag() => (++_etags).ToString(CultureInfo.InvariantCulture);

    private async Task EnterAsync(GrainId grain)
    {
        if (_gate is { } gate) await gate.Task;
        if (!IsAway) return;
        _refusals.AddOrUpdate(grain.Type.ToString()!, 1, (_, count) => count + 1);
        throw new StoreUnavailableException("The test took the store away.");
    }

    private sealed record Row(string Json, string Etag);
}
