using Iskra.Notifications;

namespace Iskra.Gateway.Observability;

/// <summary>
/// What becomes of notifications, as metrics of the process in which the outboxes live. Names and meanings are those of
/// Alertmanager's metrics, with the receiver beside the integration.
/// </summary>
public sealed class NotificationMeter : INotificationMeter
{
    private readonly MetricFamily<Counter> _done;
    private readonly MetricFamily<Counter> _failed;
    private readonly MetricFamily<Counter> _tries;
    private readonly MetricFamily<Counter> _failedTries;
    private readonly OutboxGauges _outboxes;

    /// <summary>Declares the metrics in a registry.</summary>
    public NotificationMeter(MetricRegistry registry, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _done = registry.Counter("iskra_notifications_total", "Notifications that were delivered or given up.", "receiver", "integration");
        _failed = registry.Counter("iskra_notifications_failed_total", "Notifications that were given up.", "receiver", "integration");
        _tries = registry.Counter("iskra_notification_requests_total", "Tries to deliver a notification.", "receiver", "integration");
        _failedTries = registry.Counter(
            "iskra_notification_requests_failed_total", "Tries to deliver a notification that failed; most are repeated.", "receiver", "integration");
        _outboxes = new OutboxGauges(registry, time);
    }

    /// <inheritdoc/>
    public void Tried(string receiver, string kind, bool hasFailed)
    {
        _tries.With(receiver, kind).Increment();
        var failed = _failedTries.With(receiver, kind);
        if (hasFailed) failed.Increment();
    }

    /// <inheritdoc/>
    public void Done(string receiver, string kind, bool hasFailed)
    {
        _done.With(receiver, kind).Increment();

        // A series that begins with its first failure would show no increase; it begins with the first notification.
        var failed = _failed.With(receiver, kind);
        if (hasFailed) failed.Increment();
    }

    /// <inheritdoc/>
    public void Waiting(string receiver, int count, DateTimeOffset? oldestAt)
    {
        _outboxes.Set(receiver, count, oldestAt);
    }

    /// <inheritdoc/>
    public void Left(string receiver) => _outboxes.Remove(receiver);
}
