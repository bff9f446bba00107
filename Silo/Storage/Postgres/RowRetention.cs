using System.Globalization;
using Npgsql;

namespace Iskra.Silo.Storage.Postgres;

/// <summary>Deletes rows that have outlived their retention, a bounded number at a time, so that no statement takes long.</summary>
/// <param name="database">The database.</param>
/// <param name="batchRows">Most rows deleted by one statement, 1 or more.</param>
/// <param name="maxBatches">Most statements in one run, 1 or more.</param>
public sealed class RowRetention(
    PostgresDatabase database, int batchRows = RowRetention.BatchRows, int maxBatches = RowRetention.MaxBatches)
{
    /// <summary>Most rows deleted by one statement.</summary>
    public const int BatchRows = 5_000;

    /// <summary>Most statements in one run; the rest follows in the next.</summary>
    public const int MaxBatches = 200;

    // The newest numbers of a channel stay; the primary key finds those before them.
    private const string EventsBeyondSql = """
        delete from channel_event where ctid = any (array(
          select old.ctid from channel_head as head cross join lateral (
            select ctid from channel_event as event
            where event.channel = head.channel and event.epoch = head.epoch and event.seq <= head.seq - $1
            order by event.seq limit $2) as old
          limit $2))
        """;

    private const string RecordsSql =
        "delete from delta_record where ctid = any (array(select ctid from delta_record where timestamp < $1 order by number limit $2))";

    // By the clock of the database, which also wrote updated_at.
    private const string StatesSql = """
        delete from grain_state where ctid = any (array(
          select ctid from grain_state where grain_type = $1 and updated_at < now() - $2 limit $3))
          and updated_at < now() - $2
        """;

    /// <summary>Deletes the events that were accepted before a time.</summary>
    public Task<int> DeleteEventsBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var acceptedUs = (before.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

        // Numbers in the text and not as parameters: only so does the planner see that few rows are that old, and take the index.
        var sql = string.Create(
            CultureInfo.InvariantCulture,
            $"delete from channel_event where ctid = any (array(select ctid from channel_event where accepted_us < {acceptedUs} limit {batchRows}))");
        return DeleteAsync(sql, () => [], cancellationToken);
    }

    /// <summary>Deletes the oldest events of channels that have more than so many.</summary>
    public Task<int> DeleteEventsBeyondAsync(long eventsPerChannel, CancellationToken cancellationToken) =>
        DeleteAsync(EventsBeyondSql, () => [Parameter.Bigint(eventsPerChannel), Parameter.Bigint(batchRows)], cancellationToken);

    /// <summary>Deletes the ∆DΩΛ records of events that happened before a time.</summary>
    public Task<int> DeleteRecordsBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        DeleteAsync(RecordsSql, () => [Parameter.Timestamp(before), Parameter.Bigint(BatchRows)], cancellationToken);

    /// <summary>Deletes the states of a grain type that were not written for so long.</summary>
    public Task<int> DeleteStatesAsync(string grainType, TimeSpan age, CancellationToken cancellationToken) =>
        DeleteAsync(StatesSql, () => [Parameter.Text(grainType), Parameter.Interval(age), Parameter.Bigint(batchRows)], cancellationToken);

    private async Task<int> DeleteAsync(string sql, Func<NpgsqlParameter[]> parameters, CancellationToken cancellationToken)
    {
        var total = 0;
        for (var batch = 0; batch < maxBatches; batch++)
        {
            var deleted = await database.ExecuteAsync(sql, cancellationToken, parameters());
            total += deleted;
            if (deleted < batchRows)
            {
                break;
            }
        }

        return total;
    }
}
