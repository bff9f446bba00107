using Iskra.Tests.Cluster.Clients;

namespace Iskra.Tests.Cluster;

/// <summary>One fault at a time, under load; afterwards nothing is lost, doubled or out of order.</summary>
public sealed class FailoverTests(ClusterUnderTest cluster)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Long enough for the others to declare a silo dead.</summary>
    private static readonly TimeSpan Pause = Settings.Outage > TimeSpan.FromSeconds(15) ? Settings.Outage : TimeSpan.FromSeconds(15);

    [Fact(Skip = Engine.NoCluster, SkipUnless = nameof(Engine.CanCluster), SkipType = typeof(Engine))]
    public async Task A_silo_that_is_killed_is_replaced_within_ten_seconds()
    {
        await using var crowd = await Crowd.StartAsync(cluster, "silo-kill", clients: 30, channels: 6, Interval);
        var at = DateTimeOffset.UtcNow;
        await cluster.SiloMembers[0].KillAsync();
        var recovery = await crowd.RecoveredAsync(at);
        cluster.Report.Add("silo killed", recovery);
        await cluster.HealAsync();
        await crowd.FinishAsync();
        Assert.True(recovery < TimeSpan.FromSeconds(10), $"{recovery}");
    }

    [Fact(Skip = Engine.NoCluster, SkipUnless = nameof(Engine.CanCluster), SkipType = typeof(Engine))]
    public async Task The_sessions_of_a_gateway_that_is_killed_resume_on_the_other_within_five_seconds()
    {
        await using var crowd = await Crowd.StartAsync(cluster, "gateway-kill", clients: 30, channels: 6, Interval);
        var at = DateTimeOffset.UtcNow;
        await cluster.GatewayMembers[0].KillAsync();
        var recovery = await crowd.RecoveredAsync(at);
        cluster.Report.Add("gateway killed", recovery);
        await cluster.HealAsync();
        await crowd.FinishAsync();
        Assert.True(recovery < TimeSpan.FromSeconds(5), $"{recovery}");
        Assert.Contains(crowd.Clients.OfType<SocketHistoryClient>(), client => client.Connects > 1);
        Assert.All(crowd.Clients.OfType<SocketHistoryClient>().Where(client => client.Connects > 1), client => Assert.True(client.Resumed > 0));
    }

    [Fact(Skip = Engine.NoCluster, SkipUnless = nameof(Engine.CanCluster), SkipType = typeof(Engine))]
    public async Task A_database_that_is_away_for_a_while_is_survived()
    {
        await using var crowd = await Crowd.StartAsync(cluster, "database", clients: 30, channels: 6, Interval);
        await cluster.Postgres.StopAsync();
        await Waiting.PassAsync(Settings.Outage, TestContext.Current.CancellationToken);
        var connectedBefore = crowd.Clients.OfType<SocketHistoryClient>().Sum(client => client.Connects);
        await cluster.Postgres.StartAsync();
        var recovery = await crowd.RecoveredAsync(DateTimeOffset.UtcNow);
        cluster.Report.Add("database away, from its return", recovery);
        await cluster.HealAsync();
        await crowd.FinishAsync();
        Assert.True(recovery < TimeSpan.FromSeconds(15), $"{recovery}");
        Assert.Equal(crowd.Clients.OfType<SocketHistoryClient>().Count(), connectedBefore);
    }

    [Fact(Skip = Engine.NoCluster, SkipUnless = nameof(Engine.CanCluster), SkipType = typeof(Engine))]
    public async Task A_silo_that_was_only_paused_does_no_harm_when_it_comes_back()
    {
        await using var crowd = await Crowd.StartAsync(cluster, "silo-pause", clients: 30, channels: 6, Interval);
        var silo = cluster.SiloMembers[1];
        var at = DateTimeOffset.UtcNow;
        await silo.PauseAsync();
        var recovery = await crowd.RecoveredAsync(at);
        cluster.Report.Add("silo paused", recovery);
        await Waiting.PassAsync(Pause - recovery, TestContext.Current.CancellationToken);
        await silo.ResumeAsync();
        await silo.EndedAsync(TimeSpan.FromSeconds(20));
        await cluster.HealAsync();
        await crowd.FinishAsync();
        Assert.True(recovery < TimeSpan.FromSeconds(20), $"{recovery}");
    }

    [Fact(Skip = Engine.NoCluster, SkipUnless = nameof(Engine.CanCluster), SkipType = typeof(Engine))]
    public async Task Restarting_every_process_one_after_the_other_closes_clients_only_with_1012_and_a_time_to_come_back()
    {
        await using var crowd = await Crowd.StartAsync(cluster, "rolling", clients: 30, channels: 6, Interval);
        foreach (var member in cluster.Members.ToArray())
        {
            Assert.Equal(0, await member.StopAsync());
            await member.StartAsync();
            await member.BecomesAsync(200);
        }

        cluster.Report.Add("rolling restart, after its end", await crowd.RecoveredAsync(DateTimeOffset.UtcNow));
        await crowd.FinishAsync();
        var ends = crowd.Clients.OfType<SocketHistoryClient>().SelectMany(client => client.Ends).ToArray();
        Assert.Contains(ends, end => end.Code == 1012);
        Assert.All(ends, end => Assert.True(end.Code is 1012 or 503 && end.Reason.StartsWith("retry_after=", StringComparison.Ordinal), $"{end}\n{cluster.Said}"));
    }

    [Fact(Skip = Engine.NoCluster, SkipUnless = nameof(Engine.CanCluster), SkipType = typeof(Engine))]
    public async Task A_silo_more_takes_over_without_an_error_seen_by_any_client()
    {
        await using var crowd = await Crowd.StartAsync(cluster, "silo-more", clients: 30, channels: 6, Interval);
        var silo = cluster.AddSilo(4);
        await cluster.HealAsync();
        await crowd.RecoveredAsync(DateTimeOffset.UtcNow);
        Assert.Equal(0, await silo.StopAsync());
        await cluster.RemoveAsync(silo);
        cluster.Report.Add("silo stopped (SIGTERM)", await crowd.RecoveredAsync(DateTimeOffset.UtcNow));
        await crowd.FinishAsync();
        Assert.All(crowd.Clients, client => Assert.Empty(client.Ends));
        Assert.All(crowd.Publishers, publisher => Assert.Equal(publisher.Sent, publisher.Acknowledged.Count));
    }
}
