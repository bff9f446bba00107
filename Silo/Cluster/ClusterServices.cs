using Iskra.Cluster;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Silo.Cluster;

/// <summary>Registers what the grain of the cluster needs.</summary>
public static class ClusterServices
{
    /// <summary>Adds the <see cref="IClusterInspector"/> of the engine.</summary>
    public static IServiceCollection AddIskraCluster(this IServiceCollection services) => services.AddSingleton<IClusterInspector, ClusterInspector>();
}
