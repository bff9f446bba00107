namespace Iskra.Tests.Engine;

/// <summary>Grain timers by a clock that only moves when it is told to.</summary>
public sealed class TimerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_timer_ticks_when_due_and_then_every_period()
    {
        var (engine, time, name) = await StartAsync();
        await using var _ = engine;
        await engine.Client.GetGrain<ILifeGrain>(name).StartTimer(name + "/ticks", 2 * Second, Second, interleave: false);
        time.Advance(Second);
        await engine.Client.GetGrain<ILifeGrain>(name).Activation();
        Assert.Empty(Journal.Read(name + "/ticks"));
        for (var tick = 1; tick <= 5; tick++)
        {
            await AdvanceToTickAsync(engine, time, name, tick);
        }

        Assert.Equal(["1", "2", "3", "4", "5"], Journal.Read(name + "/ticks"));
    }

    [Fact]
    public async Task A_timer_without_a_period_ticks_once()
    {
        var (engine, time, name) = await StartAsync();
        await using var _ = engine;
        await engine.Client.GetGrain<ILifeGrain>(name).StartTimer(name + "/ticks", Second, Timeout.InfiniteTimeSpan, interleave: false);
        await AdvanceToTickAsync(engine, time, name, 1);
        time.Advance(TimeSpan.FromMinutes(5));
        await engine.Client.GetGrain<ILifeGrain>(name).Activation();
        Assert.Equal(["1"], Journal.Read(name + "/ticks"));
    }

    [Fact]
    public async Task A_timer_that_was_changed_ticks_by_its_new_times()
    {
        var (engine, time, name) = await StartAsync();
        await using var _ = engine;
        var grain = engine.Client.GetGrain<ILifeGrain>(name);
        await grain.StartTimer(name + "/ticks", Second, Second, interleave: false);
        await grain.ChangeTimer(10 * Second, Second);
        time.Advance(9 * Second);
        await grain.Activation();
        Assert.Empty(Journal.Read(name + "/ticks"));
        await AdvanceToTickAsync(engine, time, name, 1);
    }

    [Fact]
    public async Task A_stopped_timer_ticks_no_more()
    {
        var (engine, time, name) = await StartAsync();
        await using var _ = engine;
        var grain = engine.Client.GetGrain<ILifeGrain>(name);
        await grain.StartTimer(name + "/ticks", Second, Second, interleave: false);
        await AdvanceToTickAsync(engine, time, name, 1);
        await grain.StopTimer();
        time.Advance(TimeSpan.FromMinutes(5));
        await grain.Activation();
        Assert.Equal(["1"], Journal.Read(name + "/ticks"));
    }

    [Fact]
    public async Task A_tick_waits_for_the_call_that_runs_unless_it_interleaves()
    {
        var (engine, time, name) = await StartAsync();
        await using var _ = engine;
        var waiting = engine.Client.GetGrain<ILifeGrain>(name);
        var interleaving = engine.Client.GetGrain<ILifeGrain>(name + "i");
        await waiting.StartTimer(name + "/ticks", Second, Second, interleave: false);
        await interleaving.StartTimer(name + "i/ticks", Second, Second, interleave: true);
        var calls = new[] { waiting.Block(name), interleaving.Block(name + "i") };
        await Task.WhenAll(Gates.EnteredAsync(name), Gates.EnteredAsync(name + "i"));
        time.Advance(Second);
        await Journal.ReadAsync(name + "i/ticks", 1);
        Assert.Empty(Journal.Read(name + "/ticks"));
        Gates.Open(name);
        Gates.Open(name + "i");
        await Task.WhenAll(calls);
        await Journal.ReadAsync(name + "/ticks", 1);
    }

    [Fact]
    public async Task Timers_end_with_their_activation()
    {
        var (engine, time, name) = await StartAsync();
        await using var _ = engine;
        var grain = engine.Client.GetGrain<ILifeGrain>(name);
        await grain.StartTimer(name + "/ticks", Second, Second, interleave: false);
        await AdvanceToTickAsync(engine, time, name, 1);
        await engine.DeactivateAllAsync();
        time.Advance(TimeSpan.FromMinutes(5));
        await grain.Activation();
        Assert.Equal(["1"], Journal.Read(name + "/ticks"));
    }

    private static async Task<(TestEngine Engine, ManualTime Time, string Name)> StartAsync()
    {
        var time = new ManualTime();
        return (await TestEngine.StartAsync(new TestEngineOptions { Time = time }), time, Gates.NewName());
    }

    /// <summary>Moves the clock by one second and waits until the tick has run and the timer waits for the next.</summary>
    private static async Task AdvanceToTickAsync(TestEngine engine, ManualTime time, string name, int tick)
    {
        time.Advance(Second);
        await Journal.ReadAsync(name + "/ticks", tick);
        await engine.Client.GetGrain<ILifeGrain>(name).Activation();
    }
}
