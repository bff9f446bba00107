using System.Globalization;
using Iskra.Tests.Cluster.Chaos;
using Iskra.Tests.Cluster.Clients;

namespace Iskra.Tests.Cluster;

/// <summary>
/// Two hundred clients on all transports and ten durable channels, while silos, gateways and the database are killed, paused and
/// restarted, one after the other, for as long as ISKRA_CHAOS_SECONDS says, and until each of the three has been done. The seed
/// decides which and when.
/// </summary>
public sealed class ChaosTests(ClusterUnderTest cluster)
{
    private const int Channels = 10;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    [Fact(Skip = Engine.NoCluster, SkipUnless = nameof(Engine.CanCluster), SkipType = typeof(Engine))]
    public async Task Whatever_dies_every_client_has_every_event_once_and_in_order()
    {
        var log = TestContext.Current.TestOutputHelper!;
        log.WriteLine($"ISKRA_SEED={Settings.Seed} ISKRA_CHAOS_SECONDS={Settings.Chaos.TotalSeconds}");
        await using var crowd = await Crowd.StartAsync(cluster, $"chaos-{Settings.Seed}", Settings.Clients, Channels, Interval);
        using var over = new CancellationTokenSource(Settings.Chaos);
        var injector = new FaultInjector(cluster, crowd);
        var plan = new ChaosPlan(Settings.Seed, cluster.SiloMembers.Count, cluster.GatewayMembers.Count);
        foreach (var group in plan.Steps().Chunk(ChaosPlan.Group).TakeWhile(_ => !over.IsCancellationRequested))
        {
            foreach (var step in group)
            {
                var recovery = await injector.InjectAsync(step);
                cluster.Report.Add($"{step.Name} ({Settings.Clients} clients)", recovery);
                log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.UtcNow:HH:mm:ss} {step.Name}: {recovery.TotalSeconds:0.0} s"));
                await cluster.HealAsync();
                await Waiting.PassAsync(step.Rest, TestContext.Current.CancellationToken);
            }
        }

        await crowd.FinishAsync();
        var sent = crowd.Publishers.Sum(publisher => publisher.Sent);
        var acknowledged = crowd.Publishers.Sum(publisher => publisher.Acknowledged.Count);
        log.WriteLine($"{sent} events sent, {acknowledged} acknowledged; {crowd.Clients.Sum(client => client.Ends.Count)} connections ended; {crowd.Clients.Count} histories agree with the log.");
        Assert.True(acknowledged > 0.3 * sent, $"{acknowledged} of {sent}");
    }
}
