using Iskra.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;
using Orleans.Simulation;

namespace Iskra.Tests.Grains.Simulation;

/// <summary>
/// One run: publishers and a second writer append, followers follow, everything crashes now and then, the store and the streams
/// misbehave as the seed says. Then the faults stop, and everybody must arrive at the same place.
/// </summary>
internal static class ChannelSimulation
{
    private const int Batches = 8;
    private static readonly TimeSpan Convergence = TimeSpan.FromSeconds(60);
    private static readonly string[] Logs = ["log/a", "log/b"];
    private static readonly string[] All = [.. Logs, "room/a"];

    /// <summary>Runs one seed.</summary>
    /// <returns>What the run was like.</returns>
    /// <exception cref="SimulationException">Something that must hold did not; the message has the last steps.</exception>
    public static SimulationReport Run(long seed)
    {
        SimulatedEventLog? log = null;
        var options = new SimulationOptions
        {
            MaxSteps = 200_000,
            MaxTime = TimeSpan.FromMinutes(30),
            Services = (services, cluster) => AddServices(services, log = new SimulatedEventLog(cluster)),
        };
        options.Assemblies.Add(typeof(ChannelGrain).Assembly);
        return SimulatedCluster.Run(seed, options, cluster => RunAsync(cluster, log!));
    }

    private static void AddServices(IServiceCollection services, SimulatedEventLog log)
    {
        services.AddEmbeddedGrainStorage(GrainStateNames.Storage);
        services.AddLogging(logging => logging.ClearProviders());
        services.AddSingleton<IEventLog>(log);
        services.AddSingleton<IEpochSource, SimulatedEpochs>();
    }

    private static async Task RunAsync(SimulatedCluster cluster, SimulatedEventLog log)
    {
        log.Loss = cluster.Random.NextDouble() * 0.2;
        log.Slowness = cluster.Random.NextDouble() * 0.05;
        var ledger = new Ledger(log.Stored);
        var faults = new DeliveryFaults();
        var followers = All.SelectMany(c => new[] { "g1", "g2" }.Select(g => new SimulatedFollower(cluster, g, c, faults))).ToList();
        var following = followers.Select((f, i) => cluster.RunOutside($"follower {i}", f.FollowAsync)).ToList();
        var publishers = Enumerable.Range(0, 3).Select(i => new SimulatedPublisher(cluster, ledger, $"p{i}", All)).ToList();
        var writing = publishers.Select((p, i) => cluster.RunOutside($"publisher {i}", () => p.PublishAsync(Batches))).ToList();
        writing.Add(cluster.RunOutside("second writer", () => new SecondWriter(cluster, log, ledger, Logs[0]).WriteAsync(3)));

        await CrashNowAndThenAsync(cluster);
        Heal(cluster, log, faults);
        await Task.WhenAll(writing);
        await Task.WhenAll(All.Select(c => publishers[0].AppendAsync(c, Drafts.Of($"last-{c}"))));
        await ConvergeAsync(cluster, log, followers);
        followers.ForEach(f => f.Stop());
        await Task.WhenAll(following);
        Check(log, ledger, followers);
    }

    private static async Task CrashNowAndThenAsync(SimulatedCluster cluster)
    {
        for (var crash = cluster.Random.Next(4); crash > 0; crash--)
        {
            await cluster.PauseAsync(TimeSpan.FromSeconds(4));
            await cluster.CrashAsync();
        }
    }

    private static void Heal(SimulatedCluster cluster, SimulatedEventLog log, DeliveryFaults faults)
    {
        cluster.Trace("heal");
        cluster.Faults.Heal();
        faults.Heal();
        log.Loss = 0;
        log.Slowness = 0;
    }

    private static async Task ConvergeAsync(SimulatedCluster cluster, SimulatedEventLog log, List<SimulatedFollower> followers)
    {
        var until = cluster.Time.GetUtcNow() + Convergence;
        while (!followers.All(f => HasArrived(log, f)))
        {
            Assert.True(cluster.Time.GetUtcNow() < until, "The followers do not arrive at the end of their channels.");
            await cluster.DelayAsync(TimeSpan.FromSeconds(1));
        }
    }

    // An event in memory that was there before a follower's position was let go is not owed to it; the last one is, unless the
    // follower took a snapshot that holds it.
    private static bool HasArrived(SimulatedEventLog log, SimulatedFollower follower) =>
        ChannelName.KindOf(follower.Channel) == ChannelKind.Log
            ? follower.Taken.Count == log.Stored.Events(follower.Channel).Length
            : follower.Restarts > 0 || follower.Taken.Any(e => e.Draft.Id == $"last-{follower.Channel}");

    private static void Check(SimulatedEventLog log, Ledger ledger, List<SimulatedFollower> followers)
    {
        Assert.True(ledger.Count >= Logs.Length);
        Assert.All(Logs, ledger.Check);
        foreach (var follower in followers.Where(f => ChannelName.KindOf(f.Channel) == ChannelKind.Log))
        {
            Assert.Equal(0, follower.Restarts);
            Assert.Equal(
                log.Stored.Events(follower.Channel).Select(e => (e.Seq, e.Draft.Id)), follower.Taken.Select(e => (e.Seq, e.Draft.Id)));
        }
    }
}
