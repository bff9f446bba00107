using System.Collections.Immutable;
using Iskra.Silo.Storage;
using Iskra.Silo.Storage.Postgres;
using Iskra.Silo.Storage.Schema;

namespace Iskra.Tests.Storage;

/// <summary>What the migrator does to a database.</summary>
public sealed class MigrationTests(PostgresServer server)
{
    private static readonly int Count = MigrationFiles.Embedded.Select(migration => migration.Version).Distinct().Count();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Migrations_are_applied_once_and_remembered()
    {
        var connectionString = await server.CreateDatabaseAsync();
        await using var database = new PostgresDatabase(connectionString);
        Assert.Equal(Count, await new PostgresMigrator(database).ApplyAsync(Cancel));
        Assert.Equal(0, await new PostgresMigrator(database).ApplyAsync(Cancel));
        var applied = await PostgresServer.QueryAsync<string>(connectionString, "select version || ' ' || name from schema_migration order by version");
        Assert.Equal(["1 metrics-partitions", "2 time_bucket-function", "3 channels", "4 grain_state"], applied.Take(4));
        Assert.Equal(Count, applied.Count);
        Assert.False(database.HasHypertable);
    }

    [Fact]
    public async Task Many_processes_that_migrate_at_once_apply_everything_once()
    {
        var connectionString = await server.CreateDatabaseAsync();
        var databases = Enumerable.Range(0, 6).Select(_ => new PostgresDatabase(connectionString)).ToArray();
        var counts = await Task.WhenAll(databases.Select(database => new PostgresMigrator(database).ApplyAsync(Cancel)));
        Assert.Equal([0, 0, 0, 0, 0, Count], counts.Order());
        foreach (var database in databases)
        {
            await database.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_changed_migration_is_named_and_nothing_is_applied()
    {
        var connectionString = await server.CreateDatabaseAsync();
        await using var database = new PostgresDatabase(connectionString);
        await new PostgresMigrator(database, [new Migration(1, "first", null, "create table a ()")]).ApplyAsync(Cancel);
        var changed = new PostgresMigrator(
            database,
            [new Migration(1, "first", null, "create table a (x int)"), new Migration(2, "second", null, "create table b ()")]);
        var refused = await Assert.ThrowsAsync<MigrationException>(() => changed.ApplyAsync(Cancel));
        Assert.Contains("0001_first.sql", refused.Message, StringComparison.Ordinal);
        Assert.Equal([false], await PostgresServer.QueryAsync<bool>(connectionString, "select to_regclass('b') is not null"));
    }

    [Fact]
    public async Task A_migration_that_fails_is_named_and_leaves_nothing_behind()
    {
        var connectionString = await server.CreateDatabaseAsync();
        await using var database = new PostgresDatabase(connectionString);
        ImmutableArray<Migration> broken =
            [new(1, "good", null, "create table a ()"), new(2, "bad", null, "create table b (); select * from nowhere")];
        var failed = await Assert.ThrowsAsync<MigrationException>(() => new PostgresMigrator(database, broken).ApplyAsync(Cancel));
        Assert.Contains("0002_bad.sql", failed.Message, StringComparison.Ordinal);
        Assert.Contains("nowhere", failed.Message, StringComparison.Ordinal);
        Assert.Equal([false], await PostgresServer.QueryAsync<bool>(connectionString, "select to_regclass('b') is not null"));
        ImmutableArray<Migration> mended = [broken[0], new(2, "bad", null, "create table b ()")];
        Assert.Equal(1, await new PostgresMigrator(database, mended).ApplyAsync(Cancel));
    }

    [Fact]
    public async Task The_search_path_chooses_the_schema_and_schemas_do_not_meet()
    {
        var connectionString = await server.CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(connectionString, "create schema one; create schema two");
        foreach (var schema in new[] { "one", "two" })
        {
            await using var store = await StoreUnderTest.PostgresAsync(connectionString + ";Search Path=" + schema);
            await store.Metrics.WriteAsync([Some.Sample(schema.Length, Some.Time, schema)], Cancel);
            await store.Maintenance.RunAsync(Cancel);
            Assert.Single(await store.Metrics.BucketsAsync(schema, TimeSpan.FromMinutes(1), DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 1, Cancel));
        }

        Assert.Equal(
            ["one", "two"],
            await PostgresServer.QueryAsync<string>(connectionString, "select metric_name from one.metrics union all select metric_name from two.metrics"));
        Assert.Equal([0L], await PostgresServer.QueryAsync<long>(connectionString, "select count(*) from pg_class where relnamespace = 'public'::regnamespace"));
    }

    [Fact]
    public async Task A_database_where_no_table_may_be_made_is_refused_with_the_reason()
    {
        var connectionString = await server.CreateDatabaseAsync();
        await using var database = new PostgresDatabase(connectionString + ";Search Path=nowhere");
        var refused = await Assert.ThrowsAsync<MigrationException>(() => new PostgresMigrator(database).ApplyAsync(Cancel));
        Assert.Contains("search path", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_program_has_been_here_and_that_is_fine()
    {
        var connectionString = await server.CreateDatabaseAsync();
        await using var database = new PostgresDatabase(connectionString);
        await new PostgresMigrator(database).ApplyAsync(Cancel);
        await PostgresServer.ExecuteAsync(connectionString, "insert into schema_migration values (99, 'later', 'x')");
        Assert.Equal(0, await new PostgresMigrator(database).ApplyAsync(Cancel));
    }
}
