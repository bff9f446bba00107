using Iskra.Channels;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Iskra.Tests.Grains;

/// <summary>An engine with channels, a clock that the test moves, and stores that outlive activations.</summary>
internal abstract class GrainRig : IAsyncDisposable
{
    private TestEngine? _engine;

    public ManualTime Time { get; } = new();

    public FakeEventLog Log { get; } = new();

    public FakeGrainStorage States { get; } = new();

    public AppendRecorder Appends { get; } = new();

    public TestEngine Engine => _engine!;

    /// <summary>The next event on a channel, at the time that the clock shows now.</summary>
    public Task<EventDraft> NextAsync(string channel) => Time.StandUntilAsync(Appends.NextAsync(channel), $"an event comes on {channel}");

    /// <summary>Waits until something holds at the time that the clock shows now.</summary>
    public Task StandUntilAsync(Func<bool> holds, string what) => AdvanceUntilAsync(TimeSpan.Zero, holds, what);

    /// <summary>Lets the clock go no faster than that of the machine until something holds; fails when that takes more than <see cref="Eventually.Patience"/>.</summary>
    public Task RunUntilAsync(Func<bool> holds, string what) => AdvanceUntilAsync(Eventually.Interval, holds, what);

    /// <summary>
    /// Moves the clock by steps until something holds; fails when it does not come to hold. The clock does not wait for the grains, so
    /// how far it has moved in the end says that something was not early, and nothing on how late it was.
    /// </summary>
    public Task AdvanceUntilAsync(TimeSpan step, Func<bool> holds, string what) => Eventually.TrueAsync(
        () =>
        {
            if (holds()) return true;
            Time.Advance(step);
            return false;
        },
        what);

    /// <inheritdoc cref="AdvanceUntilAsync(TimeSpan, Func{bool}, string)"/>
    public Task AdvanceUntilAsync(int stepMs, Func<bool> holds, string what) => AdvanceUntilAsync(TimeSpan.FromMilliseconds(stepMs), holds, what);

    public virtual ValueTask DisposeAsync()
    {
        // A test that failed while it held a store must not keep the engine from stopping.
        States.Release();
        return _engine?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    /// <summary>Starts the engine; the test is skipped where it cannot have so many silos.</summary>
    protected async Task StartEngineAsync(int silos, Action<IServiceCollection> add)
    {
        Assert.SkipUnless(silos <= TestEngine.MaxSilos, $"The {TestEngine.Name} engine has one silo.");
        _engine = await TestEngine.StartAsync(new TestEngineOptions
        {
            Silos = silos,
            Time = Time,
            Services = services =>
            {
                services.AddLogging();
                services.AddIskraChannels();
                services.AddSingleton<IEventLog>(Log);
                services.AddKeyedSingleton<IGrainStorage>(GrainStateNames.Storage, States);
                services.AddSingleton<IIncomingGrainCallFilter>(Appends);
                add(services);
            },
        });
    }
}
