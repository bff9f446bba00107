using Iskra.Channels;
using Iskra.Delta;
using Iskra.Metrics;
using Iskra.Notifications;
using Iskra.Silo.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Storage;

namespace Iskra.Silo.Storage;

public static partial class StorageServices
{
    private static void AddPostgres(IServiceCollection services, string connectionString)
    {
        PostgresDatabase.Check(connectionString);
        services.TryAddSingleton<IEpochSource, RandomEpochSource>();
        services.AddSingleton(_ => new PostgresDatabase(connectionString));
        services.AddSingleton<PostgresStateStorage>();
        services.AddSingleton<IEventLog, PostgresEventLog>();
        services.AddSingleton<IMetricStore, PostgresMetricStore>();
        services.AddSingleton<IDeltaStore, PostgresDeltaStore>();
        services.AddSingleton<INotificationStore, PostgresNotificationStore>();
        services.AddSingleton<IStoreHealth, PostgresStoreHealth>();
        services.AddSingleton<IMigrator, PostgresMigrator>();
        services.AddSingleton<IStoreMaintenance, PostgresMaintenance>();
        services.AddKeyedSingleton<IGrainStorage>(GrainStateNames.Storage, (provider, _) => provider.GetRequiredService<PostgresStateStorage>());
    }
}
