using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Iskra.Silo.Hosting;

/// <summary>Hosts the grains on the embedded engine.</summary>
public static class SiloHosting
{
    /// <summary>Whether silos and gateways may be processes of their own.</summary>
    public static bool CanCluster => false;

    /// <summary>
    /// Adds the engine with all grains of the application, their timers, and <see cref="EngineInfo"/>. The grain
    /// storage <see cref="GrainStateNames.Storage"/> and the ports of the grains are added by whoever knows the store.
    /// </summary>
    public static IHostApplicationBuilder AddIskraSilo(this IHostApplicationBuilder builder) => builder.AddIskraCluster(new ClusterSettings());

    /// <summary>The same; this engine knows no other role than the whole in one process.</summary>
    /// <exception cref="NotSupportedException">The settings ask for another role.</exception>
    public static IHostApplicationBuilder AddIskraCluster(this IHostApplicationBuilder builder, ClusterSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Role != HostRole.All) throw new NotSupportedException("The embedded engine runs silo and gateway in one process only.");
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new ClusterPresence(isReached: settings.Role != HostRole.Gateway));
        builder.Services.AddSingleton(new EngineInfo("embedded", VersionOf(typeof(EmbeddedOptions).Assembly)));
        builder.Services.Configure<GrainCollectionOptions>(options =>
        {
            options.CollectionAge = SiloSettings.CollectionAge;
            options.CollectionQuantum = SiloSettings.CollectionQuantum;
        });
        builder.UseOrleansEmbedded(options =>
        {
            options.ResponseTimeout = SiloSettings.ResponseTimeout;
            options.Assemblies.Add(typeof(GrainStateNames).Assembly);
        });
        return builder;
    }

    private static string VersionOf(Assembly assembly) => assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
