using System.Collections.Concurrent;
using Iskra.Channels;
using Iskra.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Grains.Channels;

/// <summary>An engine with a fake log and a fake clock, for all tests of a class; every test has channels of its own.</summary>
public abstract class ChannelFixture(int silos) : IAsyncLifetime
{
    private TestEngine? _engine;

    public int Silos => silos;

    private readonly ConcurrentQueue<Follower> _followers = new();

    public FakeEventLog Log { get; } = new();

    public ManualTime Time { get; } = new();

    public CallRecorder Calls { get; } = new();

    public TestEngine Engine => _engine ?? throw new InvalidOperationException("The engine has not been started.");

    public bool IsSupported => silos == 1 || TestEngine.Name != "embedded";

    public async ValueTask InitializeAsync()
    {
        if (IsSupported)
        {
            _engine = await TestEngine.StartAsync(new TestEngineOptions { Silos = silos, Time = Time, Services = AddServices });
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }
    }

    /// <summary>Keeps a follower: an engine may hold observers weakly.</summary>
    public void Hold(Follower follower) => _followers.Enqueue(follower);

    private void AddServices(IServiceCollection services)
    {
        services.AddSingleton<IEventLog>(Log);
        services.AddSingleton<IIncomingGrainCallFilter>(Calls);
        services.AddIskraChannels();
        services.AddSingleton<IMetricStore, EmptyMetricStore>();
        services.AddIskraMetrics(new ConfigurationBuilder().Build());
    }
}
