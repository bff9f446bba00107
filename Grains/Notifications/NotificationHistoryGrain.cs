using System.Collections.Immutable;
using Iskra.Alerts;
using Orleans.Concurrency;

namespace Iskra.Notifications;

/// <summary>Reads what has become of notifications.</summary>
[StatelessWorker, Reentrant]
[GrainType("notification-history")]
public sealed class NotificationHistoryGrain(INotificationStore store, TimeProvider time) : Grain, INotificationHistoryGrain
{
    /// <summary>Longest wait for the store.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<ImmutableArray<NotificationView>> OfAlert(string fingerprint)
    {
        try
        {
            var traces = await store.OfAlertAsync(fingerprint, INotificationHistoryGrain.MaxNotifications).WaitAsync(Timeout, time);
            return [.. traces.Select(View)];
        }
        catch (StoreUnavailableException)
        {
            throw new RefusedException(ErrorCode.Overloaded, "The notifications cannot be read: the store is away. Try again.", 1);
        }
        catch (TimeoutException)
        {
            throw new RefusedException(ErrorCode.Timeout, $"The store did not answer within {Timeout.TotalSeconds} s.");
        }
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
