namespace Iskra.Tests.Engine;

public sealed class TurnTests(Engines engines)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Theory, OnClusters]
    public async Task Calls_of_a_grain_do_not_overlap(Cluster cluster)
    {
        var grain = (await engines.OfAsync(cluster)).Client.GetGrain<ITurnGrain>(Gates.NewName());
        var overlaps = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => grain.WorkAndCountOverlaps(20))).WaitAsync(Patience);
        Assert.All(overlaps, count => Assert.Equal(0, count));
    }

    [Theory, OnClusters]
    public async Task A_call_waits_until_the_one_before_it_has_completed_with_its_awaits(Cluster cluster)
    {
        var name = Gates.NewName();
        var grain = (await engines.OfAsync(cluster)).Client.GetGrain<ITurnGrain>(name);
        var first = grain.Wait(name);
        await Gates.EnteredAsync(name);
        var second = grain.Note(name, "second");
        await grain.AlwaysNote(name, "interleaved").WaitAsync(Patience);
        Assert.Equal(["interleaved"], Journal.Read(name));
        Assert.False(second.IsCompleted);

        Gates.Open(name);
        await Task.WhenAll(first, second).WaitAsync(Patience);
        Assert.Equal(["interleaved", "second"], Journal.Read(name));
    }

    [Theory, OnClusters]
    public async Task Read_only_calls_interleave_with_each_other_and_not_with_others(Cluster cluster)
    {
        var name = Gates.NewName();
        var grain = (await engines.OfAsync(cluster)).Client.GetGrain<ITurnGrain>(name);
        var reading = grain.ReadWait(name);
        await Gates.EnteredAsync(name);
        Assert.Equal(0, await grain.Read().WaitAsync(Patience));
        var writing = grain.Count();
        await grain.AlwaysNote(name, "now").WaitAsync(Patience);
        Assert.False(writing.IsCompleted);
        Gates.Open(name);
        await Task.WhenAll(reading, writing).WaitAsync(Patience);
    }

    [Theory, OnClusters]
    public async Task Calls_of_a_reentrant_grain_interleave(Cluster cluster)
    {
        var name = Gates.NewName();
        var grain = (await engines.OfAsync(cluster)).Client.GetGrain<IReentrantGrain>(name);
        var waiting = grain.Wait(name);
        await grain.Open(name).WaitAsync(Patience);
        await waiting.WaitAsync(Patience);
    }

    [Theory, OnClusters]
    public async Task Turns_of_a_reentrant_grain_do_not_overlap(Cluster cluster)
    {
        var grain = (await engines.OfAsync(cluster)).Client.GetGrain<IReentrantGrain>(Gates.NewName());
        var most = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => grain.MostInsideOneTurn(50))).WaitAsync(Patience);
        Assert.All(most, count => Assert.Equal(1, count));
    }

    [Theory, OnClusters]
    public async Task A_predicate_decides_which_requests_interleave(Cluster cluster)
    {
        var name = Gates.NewName();
        var grain = (await engines.OfAsync(cluster)).Client.GetGrain<IPredicateGrain>(name);
        var waiting = grain.Wait(name);
        await Gates.EnteredAsync(name);
        var ordinary = grain.Note(name, "ordinary");
        await grain.Note(name, "urgent").WaitAsync(Patience);
        Assert.Equal(["urgent"], Journal.Read(name));
        Gates.Open(name);
        await Task.WhenAll(waiting, ordinary).WaitAsync(Patience);
        Assert.Equal(["urgent", "ordinary"], Journal.Read(name));
    }

    [Theory, OnClusters]
    public async Task A_grain_continues_on_its_own_scheduler_after_awaits(Cluster cluster)
    {
        var grain = (await engines.OfAsync(cluster)).Client.GetGrain<ITurnGrain>(Gates.NewName());
        Assert.True(await grain.StaysOnItsScheduler().WaitAsync(Patience));
    }

    [Theory, OnClusters]
    public async Task Grains_call_grains(Cluster cluster)
    {
        var grain = (await engines.OfAsync(cluster)).Client.GetGrain<ITurnGrain>(Gates.NewName());
        Assert.Equal(1, await grain.CallOther(Gates.NewName()).WaitAsync(Patience));
        Assert.Equal(2, await grain.CallOther(Gates.NewName()).WaitAsync(Patience));
    }
}
