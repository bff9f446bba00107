using Iskra.Gateway.Api;
using Iskra.Gateway.Observability;
using Iskra.Gateway.Security;
using Iskra.Gateway.Sessions;

namespace Iskra.Gateway.Hosting;

/// <summary>What a request passes through, from outside in, and where it ends.</summary>
internal static class IskraPipeline
{
    /// <summary>Sets up the pipeline and the endpoints.</summary>
    internal static void UseIskra(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<QueryTokenScrub>();
        if (!app.Services.GetRequiredService<GatewayOptions>().TrustedProxies.IsEmpty) app.UseForwardedHeaders();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<DrainMiddleware>();
        app.UseMiddleware<OriginCheck>();
        app.UseIskraSockets();
        app.UseMiddleware<DashboardRedirect>();
        app.UseDefaultFiles();
        app.UseStaticFiles(StaticPages.Options);
        app.UseRouting();
        MapOperations(app);
    }

    private static void MapOperations(WebApplication app)
    {
        app.MapGet("/health", HealthEndpoints.Live);
        app.MapGet("/ready", HealthEndpoints.Ready);
        app.MapGet("/health/realtime", HealthEndpoints.Realtime);
        app.MapGet("/metrics", MetricsEndpoint.Get);
    }
}
