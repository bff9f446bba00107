using Iskra.Silo.Hosting;

namespace Iskra.Gateway.Cluster;

/// <summary>The embedded engine has no dashboard of its own; the path is unknown.</summary>
internal static class EngineDashboard
{
    internal static void Add(WebApplicationBuilder builder, ClusterSettings settings)
    {
        _ = (builder, settings);
    }

    internal static void Guard(WebApplication app) => _ = app;

    internal static void Map(WebApplication app) => _ = app;
}
