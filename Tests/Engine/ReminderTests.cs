namespace Iskra.Tests.Engine;

public sealed class ReminderTests(Engines engines)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Theory, OnClusters]
    public async Task A_reminder_reaches_its_grain_when_it_is_due(Cluster cluster)
    {
        var name = Gates.NewName();
        var grain = (await engines.OfAsync(cluster)).Client.GetGrain<IReminderGrain>(name);
        await grain.Register("escalate", TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(1)).WaitAsync(Patience);
        Assert.True(await grain.Has("escalate").WaitAsync(Patience));
        Assert.Equal(["escalate"], await Journal.ReadAsync(name, 1));
        await grain.Cancel("escalate").WaitAsync(Patience);
        Assert.False(await grain.Has("escalate").WaitAsync(Patience));
    }

    [Theory, OnClusters]
    public async Task A_period_below_one_minute_is_refused(Cluster cluster)
    {
        var grain = (await engines.OfAsync(cluster)).Client.GetGrain<IReminderGrain>(Gates.NewName());
        await Assert.ThrowsAnyAsync<ArgumentException>(
            () => grain.Register("often", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(59)).WaitAsync(Patience));
    }
}
