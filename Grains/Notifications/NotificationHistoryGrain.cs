using System.Collections.Immutable;
using Iskra.Alerts;
using Orleans.Concurrency;

namespace Iskra.Notifications;

/// <summary>Reads what has become of notifications.</summary>
[StatelessWorker, Reentrant]
[GrainType("notification-history")]
public sealed class NotificationHistoryGrain(INotificationStore store, TimeProvider time) : Grain, INotificationHistoryGrain
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<NotificationView>> OfAlert(string fingerprint)
    {
        var traces = await StoreRead.BoundedAsync(
            _ => store.OfAlertAsync(fingerprint, INotificationHistoryGrain.MaxNotifications), "The notifications", time);
        return [.. traces.Select(View)];
    }

    private static NotificationView View(OutboxTrace trace)
    {
        var entry = trace.Entry;
        return new NotificationView
        {
            Key = entry.Key,
            Receiver = entry.Receiver,
            Integration = entry.Integration,
            Role = entry.Role,
            Step = entry.Step,
            IsFiring = trace.IsFiring,
            Status = OutboxRules.Word(entry.Status),
            Tries = entry.Tries,
            Problem = entry.Problem,
            EnqueuedAt = entry.EnqueuedAt,
            ChangedAt = trace.ChangedAt,
            NextTryAt = entry.Status == OutboxStatus.Pending ? entry.NextTryAt : null,
        };
    }
}
