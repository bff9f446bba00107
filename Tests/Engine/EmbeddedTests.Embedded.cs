using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Streams;

namespace Iskra.Tests.Engine;

/// <summary>What only the embedded engine promises, mostly its bounds.</summary>
public sealed class EmbeddedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_grain_is_collected_at_its_age_and_not_before()
    {
        var time = new ManualTime();
        await using var engine = await TestEngine.StartAsync(new TestEngineOptions
        {
            Time = time,
            Services = services => services.Configure<GrainCollectionOptions>(options =>
            {
                options.CollectionAge = TimeSpan.FromMinutes(10);
                options.CollectionQuantum = TimeSpan.FromMinutes(1);
            }),
        });
        var name = Gates.NewName();
        await engine.Client.GetGrain<ILifeGrain>(name).Activation().WaitAsync(Patience);
        time.Advance(TimeSpan.FromMinutes(9.5));
        await engine.Client.GetGrain<ITurnGrain>(name).Count().WaitAsync(Patience);
        Assert.Equal(["activated"], Journal.Read(name));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["activated", "deactivated"], await Journal.ReadAsync(name, 2));
    }

    [Fact]
    public async Task The_oldest_event_is_dropped_when_a_subscriber_is_behind_by_more_than_the_bound()
    {
        await using var engine = await TestEngine.StartAsync(new TestEngineOptions
        {
            Services = services => services.Configure<EmbeddedOptions>(options => options.StreamQueueCapacity = 10),
        });
        var name = Gates.NewName();
        var stream = engine.Client.GetStreamProvider(TestEngineOptions.StreamProvider).GetStream<int>("bound", name);
        await stream.SubscribeAsync(async (item, _) =>
        {
            await Gates.PassAsync(name);
            Journal.Write(name, $"{item}");
        });
        await stream.OnNextAsync(0);
        await Gates.EnteredAsync(name);
        for (var i = 1; i <= 12; i++)
        {
            await stream.OnNextAsync(i);
        }

        Gates.Open(name);
        var received = await Journal.ReadAsync(name, 11);
        Assert.Equal(["0", .. Enumerable.Range(3, 10).Select(i => $"{i}")], received);
        Assert.Equal(2, engine.Services[0].GetRequiredService<EmbeddedRuntime>().Streams.Dropped);
    }

    [Fact]
    public async Task Calls_of_one_caller_arrive_in_order()
    {
        // Orleans does not promise it, so grains do not rely on it.
        await using var engine = await TestEngine.StartAsync();
        var name = Gates.NewName();
        var grain = engine.Client.GetGrain<ITurnGrain>(name);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => grain.Note(name, $"{i}"))).WaitAsync(Patience);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}"), Journal.Read(name));
    }

    [Fact]
    public async Task A_deleted_observer_fails_its_callers_at_once()
    {
        await using var engine = await TestEngine.StartAsync();
        var reference = engine.Client.CreateObjectReference<ITestObserver>(new TestObserver(Gates.NewName()));
        engine.Client.DeleteObjectReference<ITestObserver>(reference);
        await Assert.ThrowsAsync<ClientNotAvailableException>(
            () => engine.Client.GetGrain<ICallGrain>(1).Tell(reference, "gone").WaitAsync(Patience));
    }

    [Fact]
    public async Task A_caller_gives_up_at_the_response_time_and_not_before()
    {
        var time = new ManualTime();
        await using var engine = await TestEngine.StartAsync(new TestEngineOptions { Time = time, ResponseTimeout = TimeSpan.FromSeconds(5) });
        var call = engine.Client.GetGrain<ICallGrain>(1).Never();
        time.Advance(TimeSpan.FromSeconds(4.999));
        Assert.False(call.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.001));
        await Eventually.TrueAsync(() => call.IsCompleted, "the caller gives up");
        await Assert.ThrowsAsync<TimeoutException>(() => call);
    }

    [Fact]
    public async Task Stopping_leaves_a_call_behind_that_never_ends_and_tells_its_caller()
    {
        // The clock stands still, so that the bound of the host ends the waiting and not that of the grain.
        var engine = await TestEngine.StartAsync(new TestEngineOptions { Time = new ManualTime(), ResponseTimeout = TimeSpan.FromHours(1) });
        var call = engine.Client.GetGrain<ICallGrain>(1).Never();
        await engine.DisposeAsync();
        await Assert.ThrowsAnyAsync<OrleansException>(() => call.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_grain_that_does_not_finish_is_given_up_after_the_deactivation_timeout()
    {
        var time = new ManualTime();
        await using var engine = await TestEngine.StartAsync(new TestEngineOptions { Time = time, ResponseTimeout = TimeSpan.FromHours(1) });
        var name = Gates.NewName();
        var grain = engine.Client.GetGrain<ILifeGrain>(name);
        var first = await grain.Activation().WaitAsync(Patience);
        var leaving = grain.WaitAndLeave(name);
        await Gates.EnteredAsync(name);
        var next = grain.Activation();
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return next.IsCompleted;
            },
            "a successor answers");
        Assert.NotEqual(first, await next);
        Gates.Open(name);
        await leaving.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(Patience);
    }

    [Fact]
    public void An_interface_that_cannot_be_called_is_refused_with_what_would_be_right()
    {
        var refused = Assert.Throws<NotSupportedException>(() => ProxyFactory.ShapeOf(typeof(IWrongGrain)));
        Assert.Contains("Task<T>", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_after_the_stop_fail_and_say_why()
    {
        var engine = await TestEngine.StartAsync();
        var grain = engine.Client.GetGrain<ICallGrain>(1);
        await grain.Key();
        await engine.DisposeAsync();
        await Assert.ThrowsAsync<SiloUnavailableException>(() => grain.Key().WaitAsync(Patience));
    }

    [Fact]
    public async Task A_hundred_thousand_idle_activations_need_less_than_a_kilobyte_each()
    {
        const int Count = 100_000;
        await using var engine = await TestEngine.StartAsync();
        await CallAllAsync(engine, 0, 1000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await CallAllAsync(engine, 1000, Count);
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Count;
        TestContext.Current.TestOutputHelper?.WriteLine($"{each:0} bytes per idle activation with its key");
        Assert.InRange(each, 1, 1024);
    }

    private static async Task CallAllAsync(TestEngine engine, int first, int count)
    {
        foreach (var keys in Enumerable.Range(first, count).Chunk(1000))
        {
            await Task.WhenAll(keys.Select(key => engine.Client.GetGrain<ITurnGrain>($"memory/{key}").Count()));
        }
    }

    private interface IWrongGrain : IGrainWithStringKey
    {
        int NotATask();
    }
}
