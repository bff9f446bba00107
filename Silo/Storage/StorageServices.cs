using Iskra.Channels;
using Iskra.Delta;
using Iskra.Metrics;
using Iskra.Notifications;
using Iskra.Silo.Storage.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Storage;

namespace Iskra.Silo.Storage;

/// <summary>Registers the store.</summary>
public static partial class StorageServices
{
    /// <summary>
    /// Registers <see cref="IEventLog"/>, <see cref="IMetricStore"/>, <see cref="IDeltaStore"/>, <see cref="IStoreHealth"/>, <see cref="IMigrator"/> and the
    /// grain storage <see cref="GrainStateNames.Storage"/>: PostgreSQL when <c>ConnectionStrings:Iskra</c> is set, otherwise, or with
    /// <c>Store=memory</c>, memory. The tables are brought up to date before any other hosted service starts.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="isKeeper">
    /// Whether this process brings the tables up to date and maintains them; one that only asks whether the store is there does not.
    /// </param>
    /// <exception cref="StorageConfigurationException">A setting cannot be used.</exception>
    public static IServiceCollection AddIskraStorage(this IServiceCollection services, IConfiguration configuration, bool isKeeper = true)
    {
        var options = ReadOptions(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        if (StoreChoice.Of(configuration["Store"], configuration.GetConnectionString("Iskra")) is { } connectionString)
        {
            AddPostgres(services, connectionString);
        }
        else
        {
            AddMemory(services);
        }

        if (!isKeeper) return services;
        services.AddHostedService<StorageStart>();
        services.AddHostedService<StorageUpkeep>();
        return services;
    }

    private static void AddMemory(IServiceCollection services)
    {
        services.TryAddSingleton<IEpochSource, RandomEpochSource>();
        services.AddSingleton<MemoryStateStorage>();
        services.AddSingleton<IEventLog, MemoryEventLog>();
        services.AddSingleton<IMetricStore, MemoryMetricStore>();
        services.AddSingleton<IDeltaStore, MemoryDeltaStore>();
        services.AddSingleton<INotificationStore, MemoryNotificationStore>();
        services.AddSingleton<IStoreHealth, MemoryStoreHealth>();
        services.AddSingleton<IMigrator, MemoryMigrator>();
        services.AddSingleton<IStoreMaintenance, MemoryMaintenance>();
        services.AddKeyedSingleton<IGrainStorage>(GrainStateNames.Storage, (provider, _) => provider.GetRequiredService<MemoryStateStorage>());
    }

    private static StorageOptions ReadOptions(IConfiguration configuration)
    {
        var options = new StorageOptions();
        try
        {
            configuration.GetSection(StorageOptions.Section).Bind(options);
        }
        catch (InvalidOperationException malformed)
        {
            throw new StorageConfigurationException($"Section {StorageOptions.Section}: {malformed.Message} It must be a whole number.", malformed);
        }

        options.Validate();
        return options;
    }
}
