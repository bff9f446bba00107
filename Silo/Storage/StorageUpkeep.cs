using Microsoft.Extensions.Logging;

namespace Iskra.Silo.Storage;

/// <summary>Runs the maintenance of the store at start and then every minute; a run that fails is made good by the next.</summary>
public sealed partial class StorageUpkeep(IStoreMaintenance maintenance, TimeProvider time, ILogger<StorageUpkeep> logger)
    : PeriodicService(Interval, time)
{
    /// <summary>Time from one run to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override Task RunOnceAsync(CancellationToken cancellationToken) => maintenance.RunAsync(cancellationToken);

    /// <inheritdoc/>
    protected override void Failed(Exception failure) => LogFailed(logger, failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The maintenance of the store failed and is tried again in a minute.")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
