using Iskra.Silo.Hosting;
using Orleans.Dashboard;

namespace Iskra.Gateway.Cluster;

/// <summary>The dashboard of Microsoft Orleans, on processes that host a silo, for callers with a token.</summary>
internal static class EngineDashboard
{
    /// <summary>Where it is.</summary>
    internal const string Path = "/orleans";

    /// <summary>Adds what it needs.</summary>
    internal static void Add(WebApplicationBuilder builder, ClusterSettings settings)
    {
        if (settings.HasDashboard) builder.UseOrleans(static silo => silo.AddDashboard());
    }

    /// <summary>Lets only callers with a token come near it. Belongs before the routing.</summary>
    internal static void Guard(WebApplication app) =>
        app.UseWhen(static context => context.Request.Path.StartsWithSegments(Path), static branch => branch.UseMiddleware<EngineDashboardGuard>());

    /// <summary>Adds the endpoints.</summary>
    internal static void Map(WebApplication app) => app.MapOrleansDashboard(Path).ExcludeFromDescription();
}
