using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Iskra.Tests;

/// <summary>An engine for a test: the embedded one.</summary>
public sealed class TestEngine : IAsyncDisposable
{
    /// <summary>What a call that never ends is given when its grain has to leave: tests have some.</summary>
    private static readonly TimeSpan Leaving = TimeSpan.FromSeconds(2);

    private readonly IHost _host;

    private TestEngine(IHost host)
    {
        _host = host;
        Services = [host.Services];
        Client = host.Services.GetRequiredService<IClusterClient>();
    }

    /// <summary>Which engine the tests are built for: <c>embedded</c> or <c>orleans</c>.</summary>
    public static string Name => "embedded";

    /// <summary>The most silos that this engine can have.</summary>
    public static int MaxSilos => 1;

    /// <summary>Number of silos.</summary>
    public int Silos => 1;

    /// <summary>The way to the grains.</summary>
    public IClusterClient Client { get; }

    /// <summary>The services of each silo.</summary>
    public IReadOnlyList<IServiceProvider> Services { get; }

    /// <summary>Starts an engine with all grain classes of the application and of the test.</summary>
    public static async Task<TestEngine> StartAsync(TestEngineOptions? options = null)
    {
        options ??= new TestEngineOptions();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(options.Time);
        builder.UseOrleansEmbedded(engine =>
        {
            engine.ResponseTimeout = options.ResponseTimeout;
            engine.Assemblies.UnionWith(GrainAssemblies());
        });
        builder.Services.AddEmbeddedStreams(TestEngineOptions.StreamProvider);
        builder.Services.AddEmbeddedGrainStorage(GrainStateNames.Storage);
        builder.Services.Configure<GrainCollectionOptions>(collection => collection.DeactivationTimeout = Leaving);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Leaving * 2);
        options.Services?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new TestEngine(host);
    }

    /// <summary>The assemblies that grain classes may be in: all of ours beside the test.</summary>
    public static IEnumerable<Assembly> GrainAssemblies() => Directory
        .EnumerateFiles(AppContext.BaseDirectory, "Iskra.*.dll")
        .Select(Path.GetFileNameWithoutExtension)
        .Select(name => Assembly.Load(name!));

    /// <summary>Ends all activations, also those that asked to be kept, and waits until they have ended.</summary>
    public Task DeactivateAllAsync() => Services[0].GetRequiredService<EmbeddedRuntime>().Catalog
        .DeactivateAllAsync(new DeactivationReason(DeactivationReasonCode.RuntimeRequested, "A test ends all activations."))
        .WaitAsync(Eventually.Patience);

    /// <summary>There is no silo that the others could go on without.</summary>
    public Task KillSiloAsync(int silo) => throw new NotSupportedException("The embedded engine is one process.");

    /// <summary>Stops the engine.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
