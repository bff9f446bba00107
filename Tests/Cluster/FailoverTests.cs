using Iskra.Tests.Cluster.Clients;

namespace Iskra.Tests.Cluster;

/// <summary>One fault at a time, under load; afterwards nothing is lost, doubled or out of order.</summary>
public sealed class FailoverTests(ClusterUnderTest cluster)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    /// <summary>Long enough for the others to declare a silo dead.</summary>
    private static readonly TimeSpan Pause = Settings.Outage > TimeSpan.FromSeconds(12) ? Settings.Outage : TimeSpan.FromSeconds(12);

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
    public async Task A_silo_that_dies_right_after_an_outage_of_the_database_is_replaced_within_ten_seconds()
    {
        await using var crowd = await Crowd.StartAsync(cluster, "database-silo", clients: 30, channels: 6, Interval);
        await cluster.Postgres.StopAsync();
        await Waiting.PassAsync(Settings.Outage, TestContext.Current.CancellationToken);
        await cluster.Postgres.StartAsync();
        await crowd.RecoveredAsync(DateTimeOffset.UtcNow);
        var at = DateTimeOffset.UtcNow;
        await cluster.SiloMembers[0].KillAsync();
        var recovery = await crowd.RecoveredAsync(at);
        cluster.Report.Add("silo killed right after an outage", recovery);
        await cluster.HealAsync();
        await crowd.FinishAsync();
        Assert.True(recovery < TimeSpan.FromSeconds(10), $"{recovery}");
    }

    [Fact(Skip = Engine.NoCluster, SkipUnless = nameof(Engine.CanCluster), SkipType = typeof(Engine))]
    public async Task A_silo_that_is_paused_is_replaced_within_ten_seconds_and_does_no_harm_when_it_comes_back()
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
        Assert.True(recovery < TimeSpan.FromSeconds(10), $"{recovery}");
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
        await Waiting.UntilAsync(async () => await ActivationsAsync(silo) is not null, "the new silo is shown", Soon);
        var atFirst = await ActivationsAsync(silo);

        // What is there stays where it is; what comes from now on is spread over all four. As long as the new silo is busy with its own
        // start it is given less than the others, so grains go on coming until it has its part.
        await using var newcomers = await Crowd.StartAsync(cluster, "silo-more-still", clients: 15, channels: 12, Interval);
        var number = 0;
        await Waiting.UntilAsync(
            async () =>
            {
                await newcomers.PublishToAsync($"log/silo-more-unfollowed-{++number}");
                return await ActivationsAsync(silo) >= atFirst + 4;
            },
            "the new silo has taken over activations",
            4 * Soon);
        await Task.WhenAll(crowd.RecoveredAsync(DateTimeOffset.UtcNow), newcomers.RecoveredAsync(DateTimeOffset.UtcNow));
        Assert.Equal(0, await silo.StopAsync());
        await cluster.RemoveAsync(silo);
        var recoveries = await Task.WhenAll(crowd.RecoveredAsync(DateTimeOffset.UtcNow), newcomers.RecoveredAsync(DateTimeOffset.UtcNow));
        cluster.Report.Add("silo stopped (SIGTERM)", recoveries.Max());
        await Task.WhenAll(crowd.FinishAsync(), newcomers.FinishAsync());
        Assert.All(crowd.Clients.Concat(newcomers.Clients), client => Assert.Empty(client.Ends));
        var failures = crowd.Publishers.Concat(newcomers.Publishers).SelectMany(publisher => publisher.Failures).ToArray();
        Assert.True(failures.Length == 0, $"{string.Join('\n', failures)}\n{cluster.Said}");
    }

    private async Task<int?> ActivationsAsync(Member silo)
    {
        var view = await ClusterView.ReadAsync(cluster.GatewayMembers[0]);
        return view.Silos.SingleOrDefault(item => item.Name == silo.Name && item.Status == "active").Activations;
    }
}
