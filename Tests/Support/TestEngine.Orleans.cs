using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace Iskra.Tests;

/// <summary>An engine for a test: Microsoft Orleans, all silos in the process of the test.</summary>
public sealed class TestEngine : IAsyncDisposable
{
    private const string PubSubStore = "PubSubStore";

    private readonly InProcessTestCluster _cluster;

    private TestEngine(InProcessTestCluster cluster)
    {
        _cluster = cluster;
        Services = [.. cluster.Silos.Select(silo => silo.ServiceProvider)];
    }

    /// <summary>Which engine the tests are built for: <c>embedded</c> or <c>orleans</c>.</summary>
    public static string Name => "orleans";

    /// <summary>The most silos that this engine can have.</summary>
    public static int MaxSilos => 2;

    /// <summary>Number of silos.</summary>
    public int Silos => Services.Count;

    /// <summary>The way to the grains.</summary>
    public IClusterClient Client => _cluster.Client;

    /// <summary>The services of each silo.</summary>
    public IReadOnlyList<IServiceProvider> Services { get; }

    /// <summary>Starts an engine with all grain classes of the application and of the test.</summary>
    public static async Task<TestEngine> StartAsync(TestEngineOptions? options = null)
    {
        options ??= new TestEngineOptions();
        var builder = new InProcessTestClusterBuilder((short)options.Silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) => ConfigureSilo(silo, options));
        builder.ConfigureSiloHost((_, host) => options.Services?.Invoke(host.Services));
        builder.ConfigureClient(client => ConfigureClient(client, options));
        builder.ConfigureHost(host => host.Logging.SetMinimumLevel(LogLevel.Error));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new TestEngine(cluster);
    }

    /// <summary>Ends all activations, also those that asked to be kept, and waits until they have ended.</summary>
    public async Task DeactivateAllAsync()
    {
        // The silos' own grains stay: among them are those that keep memory storage and stream queues.
        var grains = await Client.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        var own = grains.Where(grain => !grain.GrainType.StartsWith("Orleans.", StringComparison.Ordinal)).Select(grain => grain.GrainId);
        await Task.WhenAll(own.Distinct().Select(_cluster.DeactivateAsync)).WaitAsync(Eventually.Patience);
    }

    /// <summary>Ends a silo as a crash does: nothing is handed over.</summary>
    /// <param name="silo">Which one, as in <see cref="Services"/>.</param>
    public Task KillSiloAsync(int silo) => _cluster.KillSiloAsync(_cluster.Silos[silo]);

    /// <summary>Stops the engine.</summary>
    public async ValueTask DisposeAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
    }

    private static void ConfigureSilo(ISiloBuilder silo, TestEngineOptions options)
    {
        silo.AddMemoryGrainStorage(GrainStateNames.Storage);
        silo.AddMemoryGrainStorage(PubSubStore);
        silo.UseInMemoryReminderService();
        silo.AddMemoryStreams(TestEngineOptions.StreamProvider, streams =>
        {
            streams.ConfigurePullingAgent(agent => agent.Configure(o => o.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(10)));
            streams.ConfigurePartitioning(2);
        });
        silo.Services.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = options.ResponseTimeout);
        silo.Services.RemoveAll<TimeProvider>();
        silo.Services.AddSingleton(options.Time);

        // Only grains live by the clock of the test. Membership, directory, streams and the like need one that moves by itself.
        silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
    }

    private static void ConfigureClient(IClientBuilder client, TestEngineOptions options)
    {
        client.AddMemoryStreams(TestEngineOptions.StreamProvider, streams => streams.ConfigurePartitioning(2));
        client.Services.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = options.ResponseTimeout);
    }
}
