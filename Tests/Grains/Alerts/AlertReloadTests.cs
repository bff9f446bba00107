using Iskra.Alerts;

namespace Iskra.Tests.Grains.Alerts;

/// <summary>When reading the configuration again was asked for, as every process finds it.</summary>
public abstract class AlertReloadTests(int silos)
{
    [Fact]
    public async Task What_was_announced_outlives_the_grain_and_the_next_is_later_even_within_the_same_moment()
    {
        await using var rig = await AlertRig.StartAsync(silos);
        Assert.Equal(0, await Grain(rig).AnnouncedAt());
        var first = await Grain(rig).Announce();
        Assert.Equal(rig.Time.GetUtcNow().ToUnixTimeMilliseconds(), first);
        await rig.Engine.DeactivateAllAsync();
        Assert.Equal(first, await Grain(rig).AnnouncedAt());
        Assert.Equal(first + 1, await Grain(rig).Announce());
    }

    [Fact]
    public async Task While_the_store_is_away_it_is_refused_and_afterwards_it_works()
    {
        await using var rig = await AlertRig.StartAsync(silos);
        var first = await Grain(rig).Announce();
        rig.States.IsAway = true;
        await AssertRefusedAsync(Grain(rig).Announce);
        await AssertRefusedAsync(Grain(rig).AnnouncedAt);
        rig.States.IsAway = false;
        Assert.Equal(first, await Grain(rig).AnnouncedAt());
        Assert.True(await Grain(rig).Announce() > first);
    }

    private static IAlertReloadGrain Grain(AlertRig rig) => rig.Engine.Client.GetGrain<IAlertReloadGrain>(IAlertReloadGrain.Key);

    private static async Task AssertRefusedAsync(Func<Task> act)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(act);
        Assert.Equal(ErrorCode.Overloaded, refused.Code);
        Assert.Equal(1, refused.RetryAfterSeconds);
    }
}
