using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Iskra.Silo.Hosting;

/// <summary>Connects the client of a gateway to the cluster while the gateway already runs. Afterwards the client reconnects by itself.</summary>
internal sealed partial class ClusterConnector(
    IServiceProvider services, ClusterPresence presence, TimeProvider time, ILogger<ClusterConnector> logger) : BackgroundService
{
    private IHostedService? _client;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The client of Orleans is its own hosted service; it was only taken off the list of those that start in order.
        var client = (IHostedService)services.GetRequiredService<IClusterClient>();
        var started = time.GetTimestamp();
        try
        {
            await client.StartAsync(stoppingToken);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }

        _client = client;
        presence.Reached();
        var elapsed = time.GetElapsedTime(started);
        LogConnected(elapsed);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_client is { } client) await client.StopAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The cluster was reached after {Elapsed}.")]
    private partial void LogConnected(TimeSpan elapsed);
}
