using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Iskra.Silo.Storage;

/// <summary>Runs the maintenance of the store at start and then every minute; a run that fails is made good by the next.</summary>
public sealed partial class StorageUpkeep(IStoreMaintenance maintenance, TimeProvider time, ILogger<StorageUpkeep> logger) : BackgroundService
{
    /// <summary>Time from one run to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await RunOnceAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await maintenance.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever it is, the process goes on and the next run tries again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailed(logger, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The maintenance of the store failed and is tried again in a minute.")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
