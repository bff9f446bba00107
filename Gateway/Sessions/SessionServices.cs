using Iskra.Gateway.Fanout;
using Iskra.Gateway.Hosting;
using Iskra.Gateway.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Iskra.Gateway.Sessions;

/// <summary>Registers the live layer: fan-out, sessions and sockets.</summary>
public static class SessionServices
{
    /// <summary>
    /// Adds it. It needs <see cref="GatewayOptions"/>, <see cref="Security.AuthOptions"/>, <see cref="Security.CallerResolver"/>,
    /// <see cref="Observability.RealtimeMetrics"/>, a <see cref="TimeProvider"/>, the cluster client and the declarations of the metrics.
    /// </summary>
    public static IServiceCollection AddIskraSessions(this IServiceCollection services)
    {
        services.TryAddSingleton(_ => GatewayIdentity.Create());
        services.AddSingleton<ClusterCalls>();
        services.TryAddSingleton<IChannelSource, ClusterChannelSource>();
        services.AddSingleton<ChannelHubs>();
        services.AddSingleton<SessionRegistry>();
        services.AddSingleton<SessionSubscriber>();
        services.AddSingleton<FrameDispatcher>();
        services.AddSingleton<FrameIntake>();
        services.AddSingleton<SessionKeeper>();
        services.AddSingleton<SessionManager>();
        services.AddSingleton<IDrainable>(static provider => provider.GetRequiredService<SessionManager>());
        services.AddSingleton<SocketServices>();
        return services;
    }

    /// <summary>Answers WebSockets. Belongs before anything that serves files.</summary>
    public static IApplicationBuilder UseIskraSockets(this IApplicationBuilder app) => app.UseMiddleware<SocketMiddleware>();
}
