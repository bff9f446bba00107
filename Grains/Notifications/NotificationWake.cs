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
public sealed class NotificationWake(
    IGrainFactory grains, INotificationStore store, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<NotificationWake> logger)
    : WakeService(lifetime, time, logger)
{
    /// <inheritdoc />
    protected override string Woken => "The outboxes";

    /// <inheritdoc />
    protected override async Task WakeAsync()
    {
        foreach (var receiver in await store.ReceiversAsync()) await grains.GetGrain<INotificationGrain>(receiver).Wake();
    }
}
