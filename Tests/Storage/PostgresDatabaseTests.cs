using Iskra.Silo.Storage.Postgres;

namespace Iskra.Tests.Storage;

/// <summary>How connections are made.</summary>
public sealed class PostgresDatabaseTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Plans_do_not_depend_on_statistics_that_a_young_partition_does_not_have()
    {
        await using var database = new PostgresDatabase(await server.CreateDatabaseAsync());
        Assert.Equal(["force_generic_plan"], await database.QueryAsync("show plan_cache_mode", row => row.GetString(0), Cancel));
    }

    [Fact]
    public async Task What_the_connection_string_says_wins_over_the_defaults()
    {
        var given = await server.CreateDatabaseAsync() + ";Options=-c plan_cache_mode=auto;Application Name=mine;Command Timeout=3";
        await using var database = new PostgresDatabase(given);
        Assert.Equal(["auto"], await database.QueryAsync("show plan_cache_mode", row => row.GetString(0), Cancel));
        Assert.Equal(["mine"], await database.QueryAsync("show application_name", row => row.GetString(0), Cancel));
        Assert.Equal(TimeSpan.FromSeconds(3), database.CommandTimeout);
    }

    [Fact]
    public async Task Defaults_are_fast_to_fail()
    {
        await using var database = new PostgresDatabase(await server.CreateDatabaseAsync());
        Assert.Equal(TimeSpan.FromSeconds(PostgresDatabase.CommandTimeoutSeconds), database.CommandTimeout);
        Assert.Equal(["iskra"], await database.QueryAsync("show application_name", row => row.GetString(0), Cancel));
    }
}
