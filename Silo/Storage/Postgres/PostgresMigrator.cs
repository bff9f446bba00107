using System.Collections.Immutable;
using Iskra.Silo.Storage.Schema;
using Npgsql;

namespace Iskra.Silo.Storage.Postgres;

/// <summary>
/// Applies the migrations to the schema that the connection string's search path chooses: each once, in a transaction, while an
/// advisory lock keeps other processes waiting. Table <c>schema_migration</c> remembers them.
/// </summary>
public sealed class PostgresMigrator : IMigrator
{
    /// <summary>How long one statement of a migration may take, in seconds.</summary>
    public const int StatementTimeoutSeconds = 300;

    // The lock is that of the schema: other schemas of the same database are migrated independently.
    private const string LockSql = "select pg_advisory_lock(hashtext('iskra schema_migration'), hashtext(coalesce(current_schema(), '')))";
    private const string UnlockSql = "select pg_advisory_unlock(hashtext('iskra schema_migration'), hashtext(coalesce(current_schema(), '')))";

    private const string TableSql = """
        create table if not exists schema_migration (
          version int primary key,
          name text not null,
          checksum text not null,
          applied_at timestamptz not null default now()
        )
        """;

    private readonly PostgresDatabase _database;
    private readonly ImmutableArray<Migration> _migrations;

    /// <summary>For the migrations that are built into this program.</summary>
    public PostgresMigrator(PostgresDatabase database)
        : this(database, MigrationFiles.Embedded)
    {
    }

    /// <summary>For other migrations.</summary>
    /// <param name="database">The database.</param>
    /// <param name="migrations">All migrations, every variant.</param>
    public PostgresMigrator(PostgresDatabase database, ImmutableArray<Migration> migrations)
    {
        _database = database;
        _migrations = migrations;
    }

    /// <inheritdoc/>
    public Task<int> ApplyAsync(CancellationToken cancellationToken) => _database.RunAsync(ApplyAsync, cancellationToken);

    private async Task<int> ApplyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, LockSql, cancellationToken);
        try
        {
            return await ApplyLockedAsync(connection, cancellationToken);
        }
        finally
        {
            // With a broken connection the lock is gone already.
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await ExecuteAsync(connection, UnlockSql, CancellationToken.None);
            }
        }
    }

    private async Task<int> ApplyLockedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await CreateTableAsync(connection, cancellationToken);
        var applied = await ReadAppliedAsync(connection, cancellationToken);
        var isComplete = _migrations.All(migration => applied.ContainsKey(migration.Version));
        var features = isComplete ? new StoreFeatures(false, false) : await PostgresFeatures.DetectAsync(_database, cancellationToken);
        var chosen = MigrationPlan.Choose(_migrations, features, applied.ToDictionary(row => row.Key, row => row.Value.Name));
        var count = 0;
        foreach (var migration in chosen)
        {
            if (applied.TryGetValue(migration.Version, out var row))
            {
                CheckUnchanged(migration, row.Checksum);
            }
            else
            {
                await ApplyOneAsync(connection, migration, cancellationToken);
                count++;
            }
        }

        _database.HasHypertable = chosen.Any(migration => migration.Name == MigrationPlan.HypertableName);
        return count;
    }

    private static async Task CreateTableAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(connection, TableSql, cancellationToken);
        }
        catch (PostgresException refused) when (!PostgresFaults.IsUnavailable(refused))
        {
            throw new MigrationException(
                $"No tables can be made in this database: {refused.MessageText}. The role must be allowed to create in the first schema of its search path.",
                refused);
        }
    }

    private static void CheckUnchanged(Migration migration, string appliedChecksum)
    {
        if (migration.Checksum != appliedChecksum)
        {
            throw new MigrationException(
                $"Migration {migration.FileName} was changed after it had been applied to this database. Restore the file and put the change into a new migration.");
        }
    }

    private static async Task ApplyOneAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await ExecuteAsync(connection, migration.Sql, cancellationToken);
            await ExecuteAsync(
                connection,
                "insert into schema_migration (version, name, checksum) values ($1, $2, $3)",
                cancellationToken,
                Parameter.Bigint(migration.Version),
                Parameter.Text(migration.Name),
                Parameter.Text(migration.Checksum));
            await transaction.CommitAsync(cancellationToken);
        }
        catch (PostgresException failed) when (!PostgresFaults.IsUnavailable(failed))
        {
            throw new MigrationException($"Migration {migration.FileName} failed and was rolled back: {failed.MessageText}", failed);
        }
    }

    private static async Task<Dictionary<int, (string Name, string Checksum)>> ReadAppliedAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select version, name, checksum from schema_migration", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var applied = new Dictionary<int, (string, string)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add(reader.GetInt32(0), (reader.GetString(1), reader.GetString(2)));
        }

        return applied;
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = StatementTimeoutSeconds };
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
