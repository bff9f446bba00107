using System.Text;
using Iskra.Channels;
using Iskra.Connections;
using Iskra.Delta;
using Iskra.Metrics;
using Iskra.Seams;
using Iskra.Voices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Iskra.Tests.Grains.Metrics;

/// <summary>An engine with everything that the grains of metrics, sessions and health touch, and a clock that the test moves.</summary>
internal sealed class MetricRig : IAsyncDisposable
{
    // The engine holds observers weakly; the rig keeps them for the length of the test.
    private readonly List<ISessionHost> _hosts = [];
    private TestEngine? _engine;

    public ManualTime Time { get; } = new();

    public FakeMetricStore Samples { get; } = new();

    public FakeEventLog Log { get; } = new();

    public FakeGrainStorage States { get; } = new();

    public AppendRecorder Appends { get; } = new();

    public FakeDeltaReporter Delta { get; } = new();

    public TestEngine Engine => _engine!;

    public static async Task<MetricRig> StartAsync(int silos = 1, Action<IServiceCollection>? more = null)
    {
        Assert.SkipUnless(silos <= TestEngine.MaxSilos, $"The {TestEngine.Name} engine has one silo.");
        var rig = new MetricRig();
        rig._engine = await TestEngine.StartAsync(new TestEngineOptions
        {
            Silos = silos,
            Time = rig.Time,
            Services = services =>
            {
                services.AddLogging();
                services.AddIskraChannels();
                services.AddIskraMetrics(new ConfigurationBuilder().Build());
                services.AddIskraVoices(new ConfigurationBuilder().Build());
                services.AddIskraSeams(new ConfigurationBuilder().Build());
                services.AddSingleton<IDeltaReporter>(rig.Delta);
                services.AddSingleton<IMetricStore>(rig.Samples);
                services.AddSingleton<IEventLog>(rig.Log);
                services.AddKeyedSingleton<IGrainStorage>(GrainStateNames.Storage, rig.States);
                services.AddSingleton<IIncomingGrainCallFilter>(rig.Appends);
                more?.Invoke(services);
            },
        });
        return rig;
    }

    public T Grain<T>(string key)
        where T : IGrainWithStringKey => Engine.Client.GetGrain<T>(key);

    public ISessionHost Hold(ISessionHost host)
    {
        _hosts.Add(host);
        return Engine.Client.CreateObjectReference<ISessionHost>(host);
    }

    public Sample Sample(string metric, double value, double secondsFromNow = 0) =>
        new(metric, value, Time.GetUtcNow().AddSeconds(secondsFromNow), "test");

    public Task<MetricReading> ObserveAsync(string metric, double value) =>
        Grain<IMetricGrain>(metric).Observe(Sample(metric, value), stamped: true);

    public void AdvanceMs(int ms) => Time.Advance(TimeSpan.FromMilliseconds(ms));

    /// <summary>Moves the clock by steps until something holds; fails when it does not come to hold.</summary>
    public Task AdvanceUntilAsync(int stepMs, Func<bool> holds, string what) => Eventually.TrueAsync(
        () =>
        {
            if (holds()) return true;
            AdvanceMs(stepMs);
            return false;
        },
        what);

    /// <summary>The next event on a channel, at the time that the clock shows now.</summary>
    public Task<EventDraft> NextAsync(string channel) => Time.StandUntilAsync(Appends.NextAsync(channel), $"an event comes on {channel}");

    /// <summary>The payload of <see cref="NextAsync"/>.</summary>
    public async Task<string> NextDataAsync(string channel) => Text((await NextAsync(channel)).Data);

    public static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);

    public ValueTask DisposeAsync()
    {
        // A test that failed while it held a store must not keep the engine from stopping.
        Samples.Release();
        States.Release();
        return _engine?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
