using Iskra.Silo.Storage.Postgres;

namespace Iskra.Tests.Storage;

/// <summary>Who may work on a store.</summary>
public sealed class PostgresStoreClaimTests(PostgresServer server) : IAsyncLifetime
{
    private string _connection = null!;
    private PostgresDatabase _database = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _connection = await server.CreateDatabaseAsync();
        _database = new PostgresDatabase(_connection);
        await new PostgresMigrator(_database).ApplyAsync(Cancel);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Every_silo_of_the_cluster_that_holds_it_may_claim_it_again()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Claim("blue", "iskra").ClaimAsync(Cancel)));
        Assert.Equal(["public blue iskra"], await HeldAsync());
    }

    [Theory]
    [InlineData(31, 3, 16, true)]
    [InlineData(31, 3, 14, false)]
    [InlineData(29, 3, 16, false)]
    [InlineData(29, 2, 16, false)]
    [InlineData(0, 6, 16, true)]
    [InlineData(0, 6, 14, false)]
    public async Task Another_cluster_takes_it_over_once_nobody_of_the_first_lives_or_joins(int aliveBefore, int status, int claimedBefore, bool mayClaim)
    {
        await Claim("blue", "iskra").ClaimAsync(Cancel);
        await PostgresServer.ExecuteAsync(_connection, $"""
            update orleans.store_claim set claimed_at = now() - interval '{claimedBefore} seconds';
            insert into orleans.membership_version (cluster_id) values ('blue');
            insert into orleans.membership (cluster_id, address, port, generation, silo_name, host_name, status, started_at, alive_at)
            values ('blue', '10.0.0.1', 1, 1, 'silo-1', 'host', {status}, now(), now() - interval '{aliveBefore} seconds')
            """);
        var claim = Claim("green", "iskra");
        if (mayClaim)
        {
            await claim.ClaimAsync(Cancel);
            Assert.Equal(["public green iskra"], await HeldAsync());
            return;
        }

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => claim.ClaimAsync(Cancel));
        Assert.Contains("id 'blue', service 'iskra', schema 'public'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["public blue iskra"], await HeldAsync());
    }

    [Fact]
    public async Task Clusters_with_a_schema_and_a_service_of_their_own_do_not_meet()
    {
        await Claim("blue", "blue").ClaimAsync(Cancel);
        await PostgresServer.ExecuteAsync(_connection, "create schema green");
        await using var green = new PostgresDatabase(_connection + ";Search Path=green");
        await new PostgresStoreClaim(green, "green", "green").ClaimAsync(Cancel);
        Assert.Equal(["green green green", "public blue blue"], await HeldAsync());
    }

    private PostgresStoreClaim Claim(string cluster, string service) => new(_database, cluster, service);

    private async Task<IEnumerable<string>> HeldAsync() => (await PostgresServer.QueryAsync<string>(
        _connection, "select store_schema || ' ' || cluster_id || ' ' || service_id from orleans.store_claim")).Order(StringComparer.Ordinal);
}
