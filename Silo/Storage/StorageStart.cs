using Iskra.Silo.Storage.Postgres;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Iskra.Silo.Storage;

/// <summary>
/// Brings the tables up to date before anything else starts, so that no grain and no request meets tables that are not there, and
/// claims the store where clusters could share one. A database that is still starting is waited for, and so is a cluster that ends.
/// </summary>
public sealed partial class StorageStart(
    IMigrator migrator, IStoreHealth health, StorageOptions options, TimeProvider time, ILogger<StorageStart> logger, PostgresStoreClaim? claim = null) : IHostedLifecycleService
{
    /// <summary>How long to wait before trying again to reach the database.</summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    /// <exception cref="StoreUnavailableException">The database was not there, or another cluster held it, for as long as the start may wait.</exception>
    /// <exception cref="MigrationException">The tables cannot be brought up to date.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                var applied = await migrator.ApplyAsync(cancellationToken);
                await (claim?.ClaimAsync(cancellationToken) ?? Task.CompletedTask);
                var store = health.Name;
                LogReady(logger, store, applied);
                return;
            }
            catch (StoreUnavailableException away) when (time.GetElapsedTime(started).TotalMilliseconds < options.StartTimeoutMs)
            {
                LogWaiting(logger, away.Message);
            }

            await Task.Delay(RetryDelay, time, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "The store {Store} is ready; {Count} migrations were applied.")]
    private static partial void LogReady(ILogger logger, string store, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for the store: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);
}
