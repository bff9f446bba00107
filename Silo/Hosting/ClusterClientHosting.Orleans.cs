using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace Iskra.Silo.Hosting;

/// <summary>Adds the client that a gateway reaches the silos with.</summary>
internal static class ClusterClientHosting
{
    /// <summary>How often the list of silos is read; one that has died is not used any longer after this.</summary>
    private static readonly TimeSpan ListPeriod = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Adds the client. It connects in the background, so that the gateway may start before the silos do and says in the meantime
    /// that it is not ready.
    /// </summary>
    internal static void AddClusterClient(this IHostApplicationBuilder builder, ClusterSettings settings)
    {
        var services = builder.Services;
        var hostedBefore = services.Where(IsHosted).ToHashSet();
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(options => ClusterMembers.Identify(options, settings));
            client.UseAdoNetClustering(options =>
            {
                options.Invariant = ClusterMembers.Invariant;
                options.ConnectionString = ClusterDatabase.ConnectionString(settings.ConnectionString!);
            });
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = ListPeriod);
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = SiloSettings.ResponseTimeout);
            client.AddGatewayCountChangedHandler(NoteDepartures);
        });
        services.Replace(ServiceDescriptor.Singleton<IClientConnectionRetryFilter, ClusterConnectionRetry>());

        // The client itself would hold up the start of the process until it has found a silo.
        foreach (var hosted in services.Where(IsHosted).Where(service => !hostedBefore.Contains(service)).ToArray()) services.Remove(hosted);
        services.AddHostedService<ClusterConnector>();
    }

    // Orleans ends the connection to a silo that was declared dead, but leaves the calls that went over it to their time-outs.
    private static GatewayCountChangedHandler NoteDepartures(IServiceProvider services)
    {
        var presence = services.GetRequiredService<ClusterPresence>();
        return (_, change) =>
        {
            if (change.NumberOfConnectedGateways < change.PreviousNumberOfConnectedGateways) presence.SiloLeft();
        };
    }

    private static bool IsHosted(ServiceDescriptor service) => service.ServiceType == typeof(IHostedService);
}
