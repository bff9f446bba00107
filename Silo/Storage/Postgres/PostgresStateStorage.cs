using System.Globalization;
using Iskra.Silo.Storage.Queue;
using Npgsql;
using Orleans.Storage;

namespace Iskra.Silo.Storage.Postgres;

/// <summary>Stored grain state in table <c>grain_state</c>. Writes of many grains go in together.</summary>
public sealed class PostgresStateStorage : IGrainStorage, IManyStatesReader, IAsyncDisposable
{
    /// <summary>Most states in one statement.</summary>
    public const int MaxBatch = 500;

    private const string ReadSql = "select state, etag from grain_state where grain_type = $1 and grain_key = $2 and state_name = $3";

    private const string ReadManySql =
        "select state_name, state, etag from grain_state where grain_type = $1 and grain_key = $2 and state_name = any($3)";

    private const string ClearSql =
        "delete from grain_state where grain_type = $1 and grain_key = $2 and state_name = $3 and etag = $4";

    private readonly PostgresDatabase _database;
    private readonly WriteQueue<StateWrite, long?> _queue;

    /// <summary>Starts the writer.</summary>
    public PostgresStateStorage(PostgresDatabase database, StorageOptions options, TimeProvider time)
    {
        _database = database;
        var bounds = new WriteQueueOptions(
            "grain states", options.StateQueueLimit, MaxBatch, TimeSpan.FromMilliseconds(options.QueueTimeoutMs), Writers: 1);
        _queue = new WriteQueue<StateWrite, long?>(bounds, new StateWriter(database).WriteAsync, time);
    }

    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var row = await FindAsync(StateKey.Of(stateName, grainId));
        Fill(grainState, row);
    }

    /// <inheritdoc/>
    public async Task ReadStatesAsync<T>(GrainId grainId, IReadOnlyDictionary<string, GrainState<T>> states)
    {
        var key = StateKey.Of(string.Empty, grainId);
        var rows = await _database.QueryAsync(
            ReadManySql,
            row => (Name: row.GetString(0), Json: row.GetFieldValue<byte[]>(1), Etag: row.GetInt64(2)),
            CancellationToken.None,
            Parameter.Text(key.GrainType),
            Parameter.Text(key.GrainKey),
            Parameter.Texts([.. states.Keys])).ConfigureAwait(false);

        // Many states are much to read; the turns of the grain go on meanwhile.
        foreach (var state in states.Values) Fill(state, null);
        foreach (var (name, json, etag) in rows) Fill(states[name], (json, etag));
    }

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = StateKey.Of(stateName, grainId);
        var write = new StateWrite(key, GrainStateJson.Write(grainState.State), Number(grainState.ETag));
        var etag = await _queue.WriteAsync(write, weight: 1, CancellationToken.None)
            ?? throw await ConflictAsync(stateName, grainId, grainState.ETag);
        grainState.ETag = Text(etag);
        grainState.RecordExists = true;
    }

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = StateKey.Of(stateName, grainId);
        var isCleared = grainState.ETag is null
            ? await FindAsync(key) is null
            : await _database.ExecuteAsync(ClearSql, CancellationToken.None, [.. Key(key), Parameter.Bigint(Number(grainState.ETag)!.Value)]) == 1;
        if (!isCleared)
        {
            throw await ConflictAsync(stateName, grainId, grainState.ETag);
        }

        grainState.State = GrainStateJson.Empty<T>()!;
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    /// <summary>Writes what waits, then stops.</summary>
    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    private static void Fill<T>(IGrainState<T> state, (byte[] Json, long Etag)? row)
    {
        state.State = row is null ? GrainStateJson.Empty<T>()! : GrainStateJson.Read<T>(row.Value.Json)!;
        state.ETag = row is null ? null : Text(row.Value.Etag);
        state.RecordExists = row is not null;
    }

    private static NpgsqlParameter[] Key(StateKey key) =>
        [Parameter.Text(key.GrainType), Parameter.Text(key.GrainKey), Parameter.Text(key.StateName)];

    private static string Text(long etag) => etag.ToString(CultureInfo.InvariantCulture);

    // An etag that is no number of ours matches no row; the sequence starts at 1.
    private static long? Number(string? etag) => etag is null
        ? null
        : long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private async Task<(byte[] Json, long Etag)?> FindAsync(StateKey key)
    {
        var rows = await _database.QueryAsync(
            ReadSql, row => (row.GetFieldValue<byte[]>(0), row.GetInt64(1)), CancellationToken.None, Key(key));
        return rows.Count == 0 ? null : rows[0];
    }

    private async Task<InconsistentStateException> ConflictAsync(string stateName, GrainId grainId, string? etag)
    {
        var stored = await FindAsync(StateKey.Of(stateName, grainId));
        return GrainStateConflict.Of(stateName, grainId, stored is null ? null : Text(stored.Value.Etag), etag);
    }
}
