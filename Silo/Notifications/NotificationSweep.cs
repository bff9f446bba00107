using Iskra.Notifications;
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
    INotificationStore store, NotificationSettings settings, TimeProvider time, ILogger<NotificationSweep> logger)
    : PeriodicService(Interval, time)
{
    /// <summary>Time from one run to the next; the first comes with the start.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private readonly TimeProvider _time = time;

    /// <inheritdoc/>
    protected override Task RunOnceAsync(CancellationToken cancellationToken) => store.ForgetAsync(_time.GetUtcNow() - settings.KeepFor);

    /// <inheritdoc/>
    protected override void Failed(Exception failure) => LogFailed(logger, failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old notifications could not be removed; that is tried again in 10 minutes.")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
