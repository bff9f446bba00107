using Iskra.Alerts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Iskra.Notifications;

/// <summary>Wakes the outboxes that hold something when a process has started: what was not delivered is delivered now.</summary>
/// <param name="grains">The way to the grains.</param>
/// <param name="store">Knows which outboxes hold something.</param>
/// <param name="lifetime">Says when the process has started.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where failed tries are noted.</param>
public sealed partial class NotificationWake(
    IGrainFactory grains,
    INotificationStore store,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<NotificationWake> logger) : BackgroundService
{
    /// <summary>The time between tries while the store or the cluster does not answer.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(stoppingToken);
        while (!await TryWakeAsync()) await Task.Delay(RetryInterval, time, stoppingToken);
    }

    private async Task<bool> TryWakeAsync()
    {
        try
        {
            foreach (var receiver in await store.ReceiversAsync()) await grains.GetGrain<INotificationGrain>(receiver).Wake();
            return true;
        }
#pragma warning disable CA1031 // Whatever keeps the cluster or the store from answering, it is asked again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotWoken(logger, failure);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The outboxes could not be woken yet.")]
    private static partial void LogNotWoken(ILogger logger, Exception failure);
}
