using System.Text;
using Iskra.Connections;
using Iskra.Delta;
using Iskra.Metrics;
using Iskra.Seams;
using Iskra.Voices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Grains.Metrics;

/// <summary>Everything that the grains of metrics, sessions and health touch.</summary>
internal sealed class MetricRig : GrainRig
{
    // The engine holds observers weakly; the rig keeps them for the length of the test.
    private readonly List<ISessionHost> _hosts = [];

    public FakeMetricStore Samples { get; } = new();

    public FakeDeltaReporter Delta { get; } = new();

    public static async Task<MetricRig> StartAsync(int silos = 1, Action<IServiceCollection>? more = null)
    {
        var rig = new MetricRig();
        await rig.StartEngineAsync(silos, services =>
        {
            services.AddIskraMetrics(new ConfigurationBuilder().Build());
            services.AddIskraVoices(new ConfigurationBuilder().Build());
            services.AddIskraSeams(new ConfigurationBuilder().Build());
            services.AddSingleton<IDeltaReporter>(rig.Delta);
            services.AddSingleton<IMetricStore>(rig.Samples);
            more?.Invoke(services);
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

    /// <summary>The payload of <see cref="GrainRig.NextAsync"/>.</summary>
    public async Task<string> NextDataAsync(string channel) => Text((await NextAsync(channel)).Data);

    public static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);

    public override ValueTask DisposeAsync()
    {
        Samples.Release();
        return base.DisposeAsync();
    }
}
