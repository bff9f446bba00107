namespace Iskra.Tests.Engine;

public sealed class LifeTests(Engines engines)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Theory, OnClusters]
    public async Task A_grain_is_activated_once_before_its_first_call(Cluster cluster)
    {
        var name = Gates.NewName();
        var grain = (await engines.OfAsync(cluster)).Client.GetGrain<ILifeGrain>(name);
        Assert.Empty(Journal.Read(name));
        var activations = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => grain.Activation())).WaitAsync(Patience);
        Assert.Single(activations.Distinct());
        Assert.Equal(["activated"], Journal.Read(name));
    }

    [Theory, OnClusters]
    public async Task A_grain_that_leaves_comes_back_with_the_next_call(Cluster cluster)
    {
        var name = Gates.NewName();
        var grain = (await engines.OfAsync(cluster)).Client.GetGrain<ILifeGrain>(name);
        var first = await grain.Activation().WaitAsync(Patience);
        await grain.Leave().WaitAsync(Patience);
        await Journal.ReadAsync(name, 2);
        Assert.NotEqual(first, await grain.Activation().WaitAsync(Patience));
        Assert.Equal(["activated", "deactivated", "activated"], Journal.Read(name));
    }

    [Theory, OnClusters]
    public async Task Calls_that_wait_when_a_grain_leaves_are_done_by_its_successor(Cluster cluster)
    {
        var name = Gates.NewName();
        var grain = (await engines.OfAsync(cluster)).Client.GetGrain<ILifeGrain>(name);
        var first = await grain.Activation().WaitAsync(Patience);
        var leaving = grain.WaitAndLeave(name);
        await Gates.EnteredAsync(name);
        var waiting = Enumerable.Range(0, 5).Select(_ => grain.Activation()).ToArray();
        Gates.Open(name);
        await leaving.WaitAsync(Patience);
        var successors = await Task.WhenAll(waiting).WaitAsync(Patience);
        Assert.Single(successors.Distinct());
        Assert.DoesNotContain(first, successors);
    }

    [Theory, OnClusters]
    public async Task A_failing_activation_fails_the_call_and_the_next_call_tries_again(Cluster cluster)
    {
        var grain = (await engines.OfAsync(cluster)).Client.GetGrain<ILifeGrain>("broken" + Gates.NewName());
        for (var i = 0; i < 2; i++)
        {
            var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => grain.Activation().WaitAsync(Patience));
            Assert.Equal("cannot start", failure.Message);
        }
    }

    [Theory, OnClusters]
    public async Task Idle_grains_are_collected_and_kept_ones_are_not(Cluster cluster)
    {
        // An engine of its own: the grains of the tests that run meanwhile are idle between their calls.
        await using var engine = await TestEngine.StartAsync(new TestEngineOptions { Silos = cluster.Silos });
        var client = engine.Client;
        var (idle, kept) = (Gates.NewName(), Gates.NewName());
        await client.GetGrain<ILifeGrain>(idle).Activation().WaitAsync(Patience);
        await client.GetGrain<ILifeGrain>(kept).Keep(TimeSpan.FromHours(1)).WaitAsync(Patience);
        var management = client.GetGrain<IManagementGrain>(0);
        await Eventually.TrueAsync(
            async () =>
            {
                await management.ForceActivationCollection(TimeSpan.Zero);
                return Journal.Read(idle).Length == 2;
            },
            "the idle grain is collected");
        Assert.Equal(["activated"], Journal.Read(kept));
    }

    [Theory, OnClusters]
    public async Task Statistics_count_activations(Cluster cluster)
    {
        var client = (await engines.OfAsync(cluster)).Client;
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => client.GetGrain<IReentrantGrain>(Gates.NewName()).MostInsideOneTurn(1)));
        var management = client.GetGrain<IManagementGrain>(0);
        var simple = await management.GetSimpleGrainStatistics();
        Assert.True(simple.Where(row => row.GrainType.Contains(nameof(ReentrantGrain), StringComparison.Ordinal)).Sum(row => row.ActivationCount) >= 10);
        Assert.True(await management.GetTotalActivationCount() >= 10);
        var detailed = await management.GetDetailedGrainStatistics();
        Assert.True(detailed.Count(row => row.GrainId.Type.ToString() == "reentrant") >= 10);
    }

    [Fact]
    public async Task All_grains_are_deactivated_when_the_engine_stops()
    {
        var names = Enumerable.Range(0, 20).Select(_ => Gates.NewName()).ToArray();
        await using (var engine = await TestEngine.StartAsync())
        {
            await Task.WhenAll(names.Select(name => engine.Client.GetGrain<ILifeGrain>(name).Activation()));
        }

        Assert.All(names, name => Assert.Equal(["activated", "deactivated"], Journal.Read(name)));
    }
}
