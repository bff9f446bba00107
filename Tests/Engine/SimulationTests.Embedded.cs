using Orleans.Hosting;
using Orleans.Simulation;
using Orleans.Streams;

namespace Iskra.Tests.Engine;

/// <summary>The deterministic mode of the embedded engine.</summary>
public sealed class SimulationTests
{
    [Fact]
    public void The_same_seed_gives_the_same_trace()
    {
        var first = SimulatedCluster.Run(7, Options(), AddConcurrently);
        var second = SimulatedCluster.Run(7, Options(), AddConcurrently);
        Assert.Equal(first, second);
        Assert.True(first.Steps > 50);
    }

    [Fact]
    public void Other_seeds_give_other_traces()
    {
        var hashes = Enumerable.Range(0, 50).Select(seed => SimulatedCluster.Run(seed, Options(), AddConcurrently).TraceHash);
        Assert.Equal(50, hashes.Distinct().Count());
    }

    [Fact]
    public void Thousands_of_short_runs_take_seconds()
    {
        // The bound is on virtual time and steps; a thousand runs that take long are noticed by everybody who runs the tests.
        for (var seed = 0; seed < 1000; seed++)
        {
            Assert.InRange(SimulatedCluster.Run(seed, Options(), AddConcurrently).Steps, 1, 10_000);
        }
    }

    [Fact]
    public void Some_seed_finds_an_update_that_is_lost_between_awaits()
    {
        var failures = Enumerable.Range(0, 20).Count(seed => Fails(seed, async cluster =>
        {
            var ledger = cluster.Client.GetGrain<ILedgerGrain>("careless");
            await Task.WhenAll(ledger.AddCarelessly(1), ledger.AddCarelessly(1));
            Assert.Equal(2, await ledger.Total());
        }));
        Assert.InRange(failures, 1, 20);
    }

    [Fact]
    public void A_failed_run_names_its_seed_and_shows_its_last_steps()
    {
        var failure = Assert.Throws<SimulationException>(() => SimulatedCluster.Run(42, Options(), async cluster =>
        {
            await cluster.Client.GetGrain<ILedgerGrain>("a").Add(1);
            throw new InvalidOperationException("as planned");
        }));
        Assert.Contains("Seed 42", failure.Message, StringComparison.Ordinal);
        Assert.Contains("as planned", failure.Message, StringComparison.Ordinal);
        Assert.Contains("ILedgerGrain.Add", failure.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(failure.InnerException);
    }

    [Fact]
    public void A_call_that_is_never_answered_fails_in_virtual_time()
    {
        var report = SimulatedCluster.Run(1, Options(), async cluster =>
            await Assert.ThrowsAsync<TimeoutException>(() => cluster.Client.GetGrain<ILedgerGrain>("a").Never()));
        Assert.InRange(report.Time, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(31));
    }

    [Fact]
    public void A_deadlock_is_found()
    {
        var failure = Assert.Throws<SimulationException>(() =>
            SimulatedCluster.Run(1, Options(), _ => new TaskCompletionSource().Task));
        Assert.Contains("deadlock", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_end_is_stopped_at_the_bound_of_steps()
    {
        var options = Options();
        options.MaxSteps = 1000;
        var failure = Assert.Throws<SimulationException>(() => SimulatedCluster.Run(1, options, async _ =>
        {
            while (true)
            {
                await Task.Yield();
            }
        }));
        Assert.Contains("1000 steps", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_that_leaves_the_simulation_is_refused()
    {
        var failure = Assert.Throws<SimulationException>(() => SimulatedCluster.Run(1, Options(), async cluster =>
        {
            // A thread of its own, held until the body waits for it: a pool may be busy, and what is done already is taken at once.
            var away = new TaskCompletionSource();
            var released = new ManualResetEventSlim();
            var stranger = new Thread(() =>
            {
                released.Wait();
                away.SetResult();
            });
            stranger.Start();
            _ = ReleaseAsync(released);
            await away.Task;
            await cluster.DelayAsync(TimeSpan.FromHours(1));
        }));
        Assert.Contains("another thread", failure.Message, StringComparison.Ordinal);
    }

    private static async Task ReleaseAsync(ManualResetEventSlim released)
    {
        await Task.Yield();
        released.Set();
    }

    [Fact]
    public void A_crash_loses_memory_and_keeps_what_is_stored()
    {
        SimulatedCluster.Run(3, Options(), async cluster =>
        {
            var ledger = cluster.Client.GetGrain<ILedgerGrain>("a");
            await ledger.Add(5);
            await ledger.AddCarelessly(100);
            var never = ledger.Never();
            await cluster.DelayAsync(TimeSpan.FromSeconds(1));
            await cluster.CrashAsync();
            await Assert.ThrowsAsync<SiloUnavailableException>(() => never);
            Assert.Equal(5, await ledger.Total());
        });
    }

    [Fact]
    public void Stream_faults_lose_double_and_reorder_events_until_healed()
    {
        var received = new List<int>();
        var options = Options(new SimulationFaults { StreamLoss = 0.1, StreamDuplication = 0.1, StreamDelay = 0.3 });
        SimulatedCluster.Run(11, options, async cluster =>
        {
            await SubscribeAsync(cluster, received);
            await cluster.Client.GetGrain<ILedgerGrain>("a").Publish(0, 200);
            await cluster.DelayAsync(TimeSpan.FromSeconds(1));
        });
        Assert.True(received.Distinct().Count() < 200, "some are lost");
        Assert.True(received.Distinct().Count() < received.Count, "some are doubled");
        Assert.NotEqual(received.Order(), received);

        received.Clear();
        options.Faults.Heal();
        SimulatedCluster.Run(11, options, async cluster =>
        {
            await SubscribeAsync(cluster, received);
            await cluster.Client.GetGrain<ILedgerGrain>("a").Publish(0, 200);
            await cluster.DelayAsync(TimeSpan.FromSeconds(1));
        });
        Assert.Equal(Enumerable.Range(0, 200), received);
    }

    [Fact]
    public void A_killed_node_runs_no_more()
    {
        var ticks = 0;
        SimulatedCluster.Run(5, Options(), async cluster =>
        {
            var node = cluster.AddNode("gateway");
            _ = node.Run(async () =>
            {
                for (ticks = 0; ; ticks++)
                {
                    await cluster.DelayAsync(TimeSpan.FromSeconds(1));
                }
            });
            await cluster.DelayAsync(TimeSpan.FromSeconds(10.5));
            node.Kill();
            await cluster.DelayAsync(TimeSpan.FromSeconds(10));
        });
        Assert.Equal(10, ticks);
    }

    private static async Task AddConcurrently(SimulatedCluster cluster)
    {
        var adders = Enumerable.Range(0, 4).Select(node => cluster.RunOutside($"node {node}", async () =>
        {
            for (var i = 0; i < 5; i++)
            {
                await cluster.PauseAsync(TimeSpan.FromMilliseconds(10));
                await cluster.Client.GetGrain<ILedgerGrain>($"ledger {cluster.Random.Next(2)}").Add(1);
            }
        }));
        await Task.WhenAll(adders);
        var totals = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => cluster.Client.GetGrain<ILedgerGrain>($"ledger {i}").Total()));
        Assert.Equal(20, totals.Sum());
    }

    private static Task<StreamSubscriptionHandle<int>> SubscribeAsync(SimulatedCluster cluster, List<int> received) => cluster.Client
        .GetStreamProvider(TestEngineOptions.StreamProvider).GetStream<int>("ledger", "a")
        .SubscribeAsync((item, _) =>
        {
            received.Add(item);
            return Task.CompletedTask;
        });

    private static bool Fails(long seed, Func<SimulatedCluster, Task> body)
    {
        try
        {
            SimulatedCluster.Run(seed, Options(), body);
            return false;
        }
        catch (SimulationException)
        {
            return true;
        }
    }

    private static SimulationOptions Options(SimulationFaults? faults = null)
    {
        var options = new SimulationOptions
        {
            Faults = faults ?? new SimulationFaults(),
            Services = (services, _) =>
            {
                services.AddEmbeddedStreams(TestEngineOptions.StreamProvider);
                services.AddEmbeddedGrainStorage(GrainStateNames.Storage);
            },
        };
        options.Assemblies.Add(typeof(LedgerGrain).Assembly);
        return options;
    }
}
