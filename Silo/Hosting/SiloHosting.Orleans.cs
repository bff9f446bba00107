using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace Iskra.Silo.Hosting;

/// <summary>Hosts the grains on Microsoft Orleans, or reaches those that others host.</summary>
public static class SiloHosting
{
    /// <summary>Whether silos and gateways may be processes of their own.</summary>
    public static bool CanCluster => true;

    /// <summary>
    /// Adds a silo that is a cluster of its own, with all grains of the application, their timers, and
    /// <see cref="EngineInfo"/>. The grain storage <see cref="GrainStateNames.Storage"/> and the ports of the grains are added by
    /// whoever knows the store.
    /// </summary>
    public static IHostApplicationBuilder AddIskraSilo(this IHostApplicationBuilder builder) => builder.AddIskraCluster(new ClusterSettings());

    /// <summary>
    /// Adds what the role of the process asks for: a silo – a cluster of its own or a member of one – or the client that a gateway
    /// reaches the silos with.
    /// </summary>
    public static IHostApplicationBuilder AddIskraCluster(this IHostApplicationBuilder builder, ClusterSettings settings)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(settings);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new ClusterPresence(isReached: settings.Role != HostRole.Gateway));
        builder.Services.AddSingleton(new EngineInfo("orleans", VersionOf(typeof(IGrain).Assembly)));
        if (settings.Role == HostRole.Gateway) builder.AddClusterClient(settings);
        else builder.UseOrleans(silo => ConfigureSilo(silo, settings));
        return builder;
    }

    private static void ConfigureSilo(ISiloBuilder silo, ClusterSettings settings)
    {
        if (settings.Role == HostRole.Silo)
        {
            silo.AddMembership(settings);
        }
        else
        {
            // The client is in the same process, so no gateway is opened; the silo port only serves the silo itself.
            silo.UseLocalhostClustering(SiloPort.Take(), gatewayPort: 0, serviceId: settings.ServiceId, clusterId: settings.Id);
        }

        silo.AddReminderStore(settings);
        ConfigureOptions(silo.Services);
    }

    private static void ConfigureOptions(IServiceCollection services)
    {
        services.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = SiloSettings.ResponseTimeout);
        services.Configure<GrainCollectionOptions>(options =>
        {
            options.CollectionAge = SiloSettings.CollectionAge;
            options.CollectionQuantum = SiloSettings.CollectionQuantum;
        });
    }

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split([' ', '+'])[0].TrimEnd('.')
        ?? assembly.GetName().Version?.ToString(3)
        ?? "0.0.0";
}
