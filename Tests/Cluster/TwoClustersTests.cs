using Iskra.Tests.Cluster.Clients;
using Npgsql;

namespace Iskra.Tests.Cluster;

/// <summary>A second cluster in the same database.</summary>
public sealed class TwoClustersTests(ClusterUnderTest cluster)
{
    private const string Channel = "log/two-clusters";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Fact(Skip = Engine.NoCluster, SkipUnless = nameof(Engine.CanCluster), SkipType = typeof(Engine))]
    public async Task Two_clusters_in_one_database_know_nothing_of_each_other()
    {
        var connection = await SchemaAsync("second");
        (string, string)[] own = [("ConnectionStrings:Iskra", connection), ("Cluster:Id", "second"), ("Cluster:ServiceId", "second")];
        await using var silo = cluster.Silo(8, own);
        await using var gateway = cluster.Gateway(8, own);
        await Task.WhenAll(silo.StartAsync(), gateway.StartAsync());
        await Task.WhenAll(silo.BecomesAsync(200), gateway.BecomesAsync(200));

        using var http = new HttpClient();
        await PublishAsync(http, cluster.GatewayMembers[0], times: 3);
        await PublishAsync(http, gateway, times: 1);
        Assert.Equal((3, 1), (await CountAsync(cluster.Connection), await CountAsync(connection)));
        Assert.NotEqual(await EpochAsync(cluster.Connection), await EpochAsync(connection));

        await Waiting.UntilAsync(async () => (await ClusterView.ReadAsync(gateway)).Gateways == 1, "the gateway is shown", Bound);
        var (first, second) = (await ClusterView.ReadAsync(cluster.GatewayMembers[0]), await ClusterView.ReadAsync(gateway));
        Assert.Equal(("iskra", "second"), (first.Cluster, second.Cluster));
        Assert.DoesNotContain(first.Silos, item => item.Name == silo.Name);
        Assert.Equal((silo.Name, "active"), second.Silos.Select(item => (item.Name, item.Status)).Single());
        Assert.Equal(["silo-8"], await PostgresServer.QueryAsync<string>(connection, "select silo_name from orleans.membership where cluster_id = 'second'"));
        Assert.Empty(await PostgresServer.QueryAsync<string>(connection, "select silo_name from orleans.membership where cluster_id = 'iskra' and silo_name = 'silo-8'"));

        // What happens to one is not noticed by the other.
        Assert.Equal(0, await silo.StopAsync());
        await gateway.BecomesAsync(503);
        await PublishAsync(http, cluster.GatewayMembers[1], times: 1);
        Assert.Equal(cluster.SiloMembers.Count, (await ClusterView.ReadAsync(cluster.GatewayMembers[1])).Silos.Count(item => item.Status == "active"));
    }

    [Theory(Skip = Engine.NoCluster, SkipUnless = nameof(Engine.CanCluster), SkipType = typeof(Engine))]
    [InlineData("third", "third", null, "schema 'public'")]
    [InlineData("third", "iskra", "third", "service 'iskra'")]
    [InlineData("iskra", "third", "third", "id 'iskra'")]
    public async Task A_silo_that_would_work_on_what_another_cluster_holds_is_refused(string id, string service, string? schema, string reason)
    {
        var connection = schema is null ? cluster.Connection : await SchemaAsync(schema);
        await using var silo = cluster.Silo(
            9, ("ConnectionStrings:Iskra", connection), ("Cluster:Id", id), ("Cluster:ServiceId", service), ("Storage:StartTimeoutMs", "0"));
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(silo.StartAsync);
        Assert.Contains("cannot start beside a cluster that is alive", refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    private async Task<string> SchemaAsync(string name)
    {
        await PostgresServer.ExecuteAsync(cluster.Connection, $"create schema if not exists {name}");
        return new NpgsqlConnectionStringBuilder(cluster.Connection) { SearchPath = name }.ConnectionString;
    }

    private static Task PublishAsync(HttpClient http, Member gateway, int times)
    {
        var publisher = new Publisher(http, [gateway.Address], Channel, TimeSpan.FromSeconds(1));
        return Waiting.UntilAsync(async () => await publisher.PublishAsync() && publisher.Acknowledged.Count == times, "the channel takes events", Bound);
    }

    private static async Task<int> CountAsync(string connection) =>
        (await PostgresServer.QueryAsync<long>(connection, $"select seq from channel_event where channel = '{Channel}'")).Count;

    private static async Task<string> EpochAsync(string connection) =>
        Assert.Single(await PostgresServer.QueryAsync<string>(connection, $"select epoch from channel_head where channel = '{Channel}'"));
}
