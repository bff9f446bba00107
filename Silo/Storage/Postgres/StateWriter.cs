using Npgsql;
using NpgsqlTypes;

namespace Iskra.Silo.Storage.Postgres;

/// <summary>Writes many states in one statement, each by compare-and-set of its etag.</summary>
internal sealed class StateWriter(PostgresDatabase database)
{
    private const string WriteSql = """
        with input as (
          select * from unnest($1, $2, $3, $4, $5) with ordinality as i (grain_type, grain_key, state_name, state, etag, place)
        ), updated as (
          update grain_state as s set state = i.state, etag = nextval('grain_state_etag'), updated_at = now()
          from input as i
          where i.etag is not null and s.grain_type = i.grain_type and s.grain_key = i.grain_key and s.state_name = i.state_name
            and s.etag = i.etag
          returning i.place, s.etag
        ), inserted as (
          insert into grain_state (grain_type, grain_key, state_name, state)
          select grain_type, grain_key, state_name, state from input where etag is null
          on conflict do nothing
          returning grain_type, grain_key, state_name, etag
        )
        select place, etag from updated
        union all
        select i.place, s.etag from inserted as s join input as i using (grain_type, grain_key, state_name)
        """;

    /// <summary>Writes a batch.</summary>
    /// <returns>The new etag of each state, or null where another etag is stored.</returns>
    public async Task<IReadOnlyList<long?>> WriteAsync(IReadOnlyList<StateWrite> writes)
    {
        var etags = new long?[writes.Count];
        foreach (var round in Rounds(writes))
        {
            var rows = await database.QueryAsync(
                WriteSql, row => (Place: row.GetInt64(0), Etag: row.GetInt64(1)), CancellationToken.None, Parameters(writes, round));
            foreach (var (place, etag) in rows)
            {
                etags[round[(int)place - 1]] = etag;
            }
        }

        return etags;
    }

    // A statement can write a row only once: a second write of the same state in the batch goes into a statement of its own.
    private static List<List<int>> Rounds(IReadOnlyList<StateWrite> writes)
    {
        var rounds = new List<List<int>>();
        var seen = new Dictionary<StateKey, int>(writes.Count);
        for (var i = 0; i < writes.Count; i++)
        {
            var round = seen.GetValueOrDefault(writes[i].Key);
            seen[writes[i].Key] = round + 1;
            if (round == rounds.Count)
            {
                rounds.Add([]);
            }

            rounds[round].Add(i);
        }

        return rounds;
    }

    private static NpgsqlParameter[] Parameters(IReadOnlyList<StateWrite> writes, List<int> round) =>
    [
        Parameter.Texts([.. round.Select(i => writes[i].Key.GrainType)]),
        Parameter.Texts([.. round.Select(i => writes[i].Key.GrainKey)]),
        Parameter.Texts([.. round.Select(i => writes[i].Key.StateName)]),
        Parameter.Utf8Texts([.. round.Select(i => writes[i].Json)], NpgsqlDbType.Json),
        Parameter.OptionalBigints([.. round.Select(i => writes[i].Etag)]),
    ];
}
