using Iskra.Silo.Storage.Schema;
using Npgsql;

namespace Iskra.Silo.Storage.Postgres;

/// <summary>Keeps the partitions of table <c>metrics</c>: days ahead are made, strays are moved, old days are dropped.</summary>
/// <param name="database">The database.</param>
/// <param name="maxDefaultRows">Most old rows that are deleted from the default partition in one run, 1 or more.</param>
public sealed class SamplePartitions(PostgresDatabase database, int maxDefaultRows = SamplePartitions.MaxDefaultRows)
{
    /// <summary>How long one statement may take, in seconds; moving strays and dropping a day are the long ones.</summary>
    public const int StatementTimeoutSeconds = 60;

    /// <summary>Most old rows that are deleted from the default partition in one run.</summary>
    public const int MaxDefaultRows = 100_000;

    // Nobody waits longer than this behind a change of partitions; one that does not get its lock is tried again in the next run.
    private const string LockTimeoutSql = "set local lock_timeout = '1s'";

    private const string TryLockSql =
        "select pg_try_advisory_xact_lock(hashtext('iskra metrics partitions'), hashtext(coalesce(current_schema(), '')))";

    private const string ExistingSql = "select relname::text from pg_class join pg_inherits on inhrelid = oid where inhparent = 'metrics'::regclass";

    private const string StraysSql = "select distinct (timestamp at time zone 'UTC')::date from metrics_default where timestamp >= $1 limit $2";

    private const string DeleteSql =
        "delete from metrics_default where ctid = any (array(select ctid from metrics_default where timestamp < $1 limit $2))";

    /// <summary>Does what is due on a day, in UTC.</summary>
    public async Task KeepAsync(DateOnly today, int retentionDays, CancellationToken cancellationToken)
    {
        var oldest = PartitionPlan.OldestKept(today, retentionDays);
        var existing = await ExistingAsync(cancellationToken);
        var plan = PartitionPlan.For(today, existing, await StraysAsync(oldest, cancellationToken), retentionDays);
        foreach (var day in plan.Create)
        {
            await RunAsync([.. PartitionSql.Create(day)], isDone: days => days.Contains(day), cancellationToken);
        }

        foreach (var day in plan.Drop)
        {
            await RunAsync([PartitionSql.Drop(day)], isDone: days => !days.Contains(day), cancellationToken);
        }

        await database.ExecuteAsync(DeleteSql, cancellationToken, Parameter.Timestamp(Midnight(oldest)), Parameter.Bigint(maxDefaultRows));
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private async Task<HashSet<DateOnly>> ExistingAsync(CancellationToken cancellationToken) =>
        Days(await database.QueryAsync(ExistingSql, row => row.GetString(0), cancellationToken));

    private Task<List<DateOnly>> StraysAsync(DateOnly oldest, CancellationToken cancellationToken) => database.QueryAsync(
        StraysSql,
        row => row.GetFieldValue<DateOnly>(0),
        cancellationToken,
        Parameter.Timestamp(Midnight(oldest)),
        Parameter.Bigint(PartitionPlan.MaxCreate * 2));

    private static HashSet<DateOnly> Days(IEnumerable<string> names)
    {
        var days = new HashSet<DateOnly>();
        foreach (var name in names)
        {
            if (PartitionName.TryParse(name, out var day))
            {
                days.Add(day);
            }
        }

        return days;
    }

    // One change in one transaction. Another process may have made it meanwhile: what is there is looked up under the lock.
    private Task<bool> RunAsync(string[] statements, Func<HashSet<DateOnly>, bool> isDone, CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, token) =>
            {
                await using var transaction = await connection.BeginTransactionAsync(token);
                await ExecuteAsync(connection, LockTimeoutSql, token);
                if (!await TryLockAsync(connection, token) || isDone(await ExistingAsync(token)))
                {
                    return false;
                }

                foreach (var statement in statements)
                {
                    await ExecuteAsync(connection, statement, token);
                }

                await transaction.CommitAsync(token);
                return true;
            },
            cancellationToken);

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(TryLockSql, connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = StatementTimeoutSeconds };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
