using Orleans.Storage;

namespace Iskra.Tests.Engine;

public sealed class StateTests(Engines engines)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Theory, OnClusters]
    public async Task State_is_there_again_after_a_reactivation(Cluster cluster)
    {
        await using var engine = await TestEngine.StartAsync(new TestEngineOptions { Silos = cluster.Silos });
        var grain = engine.Client.GetGrain<IStateGrain>("a");
        var empty = await grain.Read().WaitAsync(Patience);
        Assert.Equal((0, false, null), (empty.Total, empty.Exists, empty.Etag));
        await grain.Write(5).WaitAsync(Patience);
        await grain.SetWithoutWriting(6).WaitAsync(Patience);
        var before = await grain.Read().WaitAsync(Patience);
        await engine.DeactivateAllAsync();
        var after = await grain.Read().WaitAsync(Patience);
        Assert.NotEqual(before.Activation, after.Activation);
        Assert.Equal((5, true, before.Etag), (after.Total, after.Exists, after.Etag));
    }

    [Theory, OnClusters]
    public async Task Every_write_gives_the_state_another_version(Cluster cluster)
    {
        var grain = (await engines.OfAsync(cluster)).Client.GetGrain<IStateGrain>(Gates.NewName());
        await grain.Write(1).WaitAsync(Patience);
        var first = await grain.Read().WaitAsync(Patience);
        await grain.Write(2).WaitAsync(Patience);
        Assert.NotEqual(first.Etag, (await grain.Read().WaitAsync(Patience)).Etag);
        Assert.NotNull(first.Etag);
    }

    [Theory, OnClusters]
    public async Task Cleared_state_is_gone_and_can_be_written_again(Cluster cluster)
    {
        var grain = (await engines.OfAsync(cluster)).Client.GetGrain<IStateGrain>(Gates.NewName());
        await grain.Write(1).WaitAsync(Patience);
        await grain.Clear().WaitAsync(Patience);
        var cleared = await grain.Read().WaitAsync(Patience);
        Assert.Equal((0, false), (cleared.Total, cleared.Exists));
        await grain.Write(3).WaitAsync(Patience);
        Assert.Equal(3, (await grain.Read().WaitAsync(Patience)).Total);
    }

    [Theory, OnClusters]
    public async Task A_write_with_an_old_version_conflicts_and_ends_the_activation(Cluster cluster)
    {
        var grain = (await engines.OfAsync(cluster)).Client.GetGrain<IStateGrain>(Gates.NewName());
        var before = await grain.Read().WaitAsync(Patience);
        await Assert.ThrowsAsync<InconsistentStateException>(() => grain.WriteBehindItsOwnBack(10).WaitAsync(Patience));
        var after = await grain.Read().WaitAsync(Patience);
        Assert.NotEqual(before.Activation, after.Activation);
        Assert.Equal(11, after.Total);
    }

    [Theory, OnClusters]
    public async Task A_caller_that_passes_a_conflict_on_stays_alive(Cluster cluster)
    {
        var grain = (await engines.OfAsync(cluster)).Client.GetGrain<IStateGrain>(Gates.NewName());
        var before = await grain.Read().WaitAsync(Patience);
        await Assert.ThrowsAsync<InconsistentStateException>(() => grain.RelayConflict(Gates.NewName()).WaitAsync(Patience));
        Assert.Equal(before.Activation, (await grain.Read().WaitAsync(Patience)).Activation);
    }
}
