using Iskra.Notifications;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Iskra.Silo.Notifications;

/// <summary>
/// Forgets notifications that are done and older than <see cref="NotificationSettings.KeepFor"/>, whoever their receiver was: one that
/// is in the configuration no longer has nobody who would.
/// </summary>
/// <param name="store">Where they are.</param>
/// <param name="settings">How long they are kept.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where failed runs are noted.</param>
public sealed partial class NotificationSweep(
    INotificationStore store, NotificationSettings settings, TimeProvider time, ILogger<NotificationSweep> logger) : BackgroundService
{
    /// <summary>Time from one run to the next; the first comes with the start. A run that fails is made good by the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await RunOnceAsync();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task RunOnceAsync()
    {
        try
        {
            await store.ForgetAsync(time.GetUtcNow() - settings.KeepFor);
        }
#pragma warning disable CA1031 // Whatever it is, the process goes on and the next run tries again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailed(logger, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old notifications could not be removed; that is tried again in 10 minutes.")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
