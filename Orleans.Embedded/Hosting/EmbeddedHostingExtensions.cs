using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Reminders;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.Streams;
using Orleans.Timers;

namespace Orleans.Hosting;

/// <summary>Adds the engine to a host.</summary>
public static class EmbeddedHostingExtensions
{
    /// <summary>Adds the engine to a host.</summary>
    public static IHostApplicationBuilder UseOrleansEmbedded(this IHostApplicationBuilder builder, Action<EmbeddedOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOrleansEmbedded(configure);
        return builder;
    }

    /// <summary>Adds the engine: <see cref="IClusterClient"/>, <see cref="IGrainFactory"/>, timers, reminders and the host that runs it.</summary>
    public static IServiceCollection AddOrleansEmbedded(this IServiceCollection services, Action<EmbeddedOptions>? configure = null)
    {
        services.AddLogging();
        services.AddOptions<EmbeddedOptions>().Configure(options => configure?.Invoke(options));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ITurnDispatcher, ThreadPoolDispatcher>();
        services.TryAddSingleton<IReminderStore, MemoryReminderStore>();
        services.TryAddSingleton<EmbeddedRuntime>();
        services.TryAddSingleton<ActivationCollector>();
        services.TryAddSingleton<ReminderService>();
        services.TryAddSingleton<IReminderRegistry>(provider => provider.GetRequiredService<ReminderService>());
        services.TryAddSingleton<IGrainContextAccessor, GrainContextAccessor>();
        services.TryAddSingleton<IClusterClient, ClusterClient>();
        services.TryAddSingleton<IGrainFactory>(provider => provider.GetRequiredService<IClusterClient>());
        services.AddHostedService<EmbeddedHost>();
        return services;
    }

    /// <summary>Adds a provider of streams in memory.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">Name of the provider.</param>
    public static IServiceCollection AddEmbeddedStreams(this IServiceCollection services, string name)
    {
        services.AddKeyedSingleton<IStreamProvider>(
            name, (provider, _) => new EmbeddedStreamProvider(provider.GetRequiredService<EmbeddedRuntime>(), name));
        return services;
    }

    /// <summary>Adds grain storage in memory.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">Name of the storage.</param>
    public static IServiceCollection AddEmbeddedGrainStorage(this IServiceCollection services, string name)
    {
        services.AddKeyedSingleton<IGrainStorage>(name, (_, _) => new MemoryGrainStorage());
        return services;
    }
}
