using Iskra.Tests.Cluster.Clients;

namespace Iskra.Tests.Cluster;

/// <summary>
/// Two hundred clients on all transports and ten durable channels, while silos, gateways and the database are killed, paused and
/// restarted, one after the other, for as long as ISKRA_CHAOS_SECONDS says. The seed decides which and when.
/// </summary>
public sealed class ChaosTests(ClusterUnderTest cluster)
{
    private const int Channels = 10;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private readonly Random _chance = new(Settings.Seed);

    [Fact(Skip = Engine.NoCluster, SkipUnless = nameof(Engine.CanCluster), SkipType = typeof(Engine))]
    public async Task Whatever_dies_every_client_has_every_event_once_and_in_order()
    {
        var log = TestContext.Current.TestOutputHelper!;
        log.WriteLine($"ISKRA_SEED={Settings.Seed} ISKRA_CHAOS_SECONDS={Settings.Chaos.TotalSeconds}");
        await using var crowd = await Crowd.StartAsync(cluster, $"chaos-{Settings.Seed}", Settings.Clients, Channels, Interval);
        using var over = new CancellationTokenSource(Settings.Chaos);
        (string Name, Func<Task<DateTimeOffset>> Inject)[] faults =
        [
            ("silo killed", KillSiloAsync), ("gateway killed", KillGatewayAsync), ("silo paused", PauseSiloAsync), ("gateway paused", PauseGatewayAsync),
            ("silo restarted", RestartSiloAsync), ("gateway restarted", RestartGatewayAsync), ("database away, from its return", DatabaseAwayAsync),
        ];
        while (!over.IsCancellationRequested)
        {
            _chance.Shuffle(faults);
            foreach (var (name, inject) in faults)
            {
                if (over.IsCancellationRequested)
                {
                    break;
                }

                var recovery = await crowd.RecoveredAsync(await inject());
                cluster.Report.Add(name, recovery);
                log.WriteLine($"{DateTimeOffset.UtcNow:HH:mm:ss} {name}: {recovery.TotalSeconds:0.0} s");
                await cluster.HealAsync();
                await Waiting.PassAsync(TimeSpan.FromSeconds(_chance.NextDouble()), TestContext.Current.CancellationToken);
            }
        }

        await crowd.FinishAsync();
        var sent = crowd.Publishers.Sum(publisher => publisher.Sent);
        var acknowledged = crowd.Publishers.Sum(publisher => publisher.Acknowledged.Count);
        log.WriteLine($"{sent} events sent, {acknowledged} acknowledged; {crowd.Clients.Sum(client => client.Ends.Count)} connections ended; {crowd.Clients.Count} histories agree with the log.");
        Assert.True(acknowledged > 0.3 * sent, $"{acknowledged} of {sent}");
    }

    private Member AnySilo => cluster.SiloMembers[_chance.Next(cluster.SiloMembers.Count)];

    private Member AnyGateway => cluster.GatewayMembers[_chance.Next(cluster.GatewayMembers.Count)];

    private async Task<DateTimeOffset> KillSiloAsync()
    {
        var at = DateTimeOffset.UtcNow;
        await AnySilo.KillAsync();
        return at;
    }

    private async Task<DateTimeOffset> KillGatewayAsync()
    {
        var at = DateTimeOffset.UtcNow;
        await AnyGateway.KillAsync();
        return at;
    }

    // Long enough to be declared dead, so that it ends when it wakes up.
    private async Task<DateTimeOffset> PauseSiloAsync()
    {
        var silo = AnySilo;
        var at = DateTimeOffset.UtcNow;
        await silo.PauseAsync();
        await Waiting.PassAsync(TimeSpan.FromSeconds(10 + (4 * _chance.NextDouble())));
        await silo.ResumeAsync();
        await silo.EndedAsync(TimeSpan.FromSeconds(30));
        return at;
    }

    private async Task<DateTimeOffset> PauseGatewayAsync()
    {
        var gateway = AnyGateway;
        var at = DateTimeOffset.UtcNow;
        await gateway.PauseAsync();
        await Waiting.PassAsync(TimeSpan.FromSeconds(1 + (5 * _chance.NextDouble())));
        await gateway.ResumeAsync();
        return at;
    }

    private async Task<DateTimeOffset> RestartSiloAsync()
    {
        var silo = AnySilo;
        Assert.Equal(0, await silo.StopAsync());
        await silo.StartAsync();
        return DateTimeOffset.UtcNow;
    }

    private async Task<DateTimeOffset> RestartGatewayAsync()
    {
        var gateway = AnyGateway;
        Assert.Equal(0, await gateway.StopAsync());
        await gateway.StartAsync();
        return DateTimeOffset.UtcNow;
    }

    private async Task<DateTimeOffset> DatabaseAwayAsync()
    {
        await cluster.Postgres.StopAsync(immediately: _chance.Next(2) == 0);
        await Waiting.PassAsync(TimeSpan.FromSeconds(1 + (4 * _chance.NextDouble())));
        await cluster.Postgres.StartAsync();
        return DateTimeOffset.UtcNow;
    }
}
