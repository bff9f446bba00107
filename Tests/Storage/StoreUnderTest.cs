using Iskra.Channels;
using Iskra.Metrics;
using Iskra.Silo.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Iskra.Tests.Storage;

/// <summary>A store registered by <see cref="StorageServices.AddIskraStorage"/>, with its tables in place.</summary>
public sealed class StoreUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private StoreUnderTest(ServiceProvider services) => _services = services;

    public IServiceProvider Services => _services;

    public IEventLog Log => _services.GetRequiredService<IEventLog>();

    public IMetricStore Metrics => _services.GetRequiredService<IMetricStore>();

    public IGrainStorage States => _services.GetRequiredKeyedService<IGrainStorage>(GrainStateNames.Storage);

    public IStoreHealth Health => _services.GetRequiredService<IStoreHealth>();

    public IStoreMaintenance Maintenance => _services.GetRequiredService<IStoreMaintenance>();

    /// <summary>A store in memory.</summary>
    public static Task<StoreUnderTest> MemoryAsync(TimeProvider? time = null) => CreateAsync(time, ("Store", "memory"));

    /// <summary>A store in PostgreSQL.</summary>
    public static Task<StoreUnderTest> PostgresAsync(
        string connectionString, TimeProvider? time = null, params (string Name, string Value)[] settings) =>
        CreateAsync(time, [("ConnectionStrings:Iskra", connectionString), .. settings]);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static async Task<StoreUnderTest> CreateAsync(TimeProvider? time, params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddLogging();
        services.AddIskraStorage(configuration);
        var store = new StoreUnderTest(services.BuildServiceProvider());
        await store._services.GetRequiredService<IMigrator>().ApplyAsync(CancellationToken.None);
        return store;
    }
}
