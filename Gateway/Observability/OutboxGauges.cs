using System.Collections.Concurrent;

namespace Iskra.Gateway.Observability;

/// <summary>
/// How much waits in the outboxes that live in this process, and for how long the oldest has waited; the age is measured when somebody asks.
/// </summary>
internal sealed class OutboxGauges
{
    private readonly ConcurrentDictionary<string, (int Count, DateTimeOffset? OldestAt)> _outboxes = new(StringComparer.Ordinal);

    /// <summary>Declares the metrics in a registry.</summary>
    public OutboxGauges(MetricRegistry registry, TimeProvider time)
    {
        registry.Add(new Family(
            new MetricDescription("iskra_notification_outbox_depth", "gauge", "Notifications that wait or are under way, by receiver.", ["receiver"]),
            _outboxes,
            static outbox => outbox.Count));
        registry.Add(new Family(
            new MetricDescription("iskra_notification_outbox_oldest_seconds", "gauge", "How long the oldest of them has waited, in seconds.", ["receiver"]),
            _outboxes,
            outbox => outbox.OldestAt is { } at ? Math.Max(0, (time.GetUtcNow() - at).TotalSeconds) : 0));
    }

    /// <summary>Notes what waits for a receiver.</summary>
    public void Set(string receiver, int count, DateTimeOffset? oldestAt)
    {
        if (_outboxes.Count < MetricFamily<Gauge>.MaxSeries || _outboxes.ContainsKey(receiver)) _outboxes[receiver] = (count, oldestAt);
    }

    /// <summary>Forgets a receiver: its outbox lives elsewhere, and is shown there.</summary>
    public void Remove(string receiver) => _outboxes.TryRemove(receiver, out _);

    private sealed class Family(
        MetricDescription description,
        ConcurrentDictionary<string, (int Count, DateTimeOffset? OldestAt)> outboxes,
        Func<(int Count, DateTimeOffset? OldestAt), double> measure) : IMetricFamily
    {
        public MetricDescription Description { get; } = description;

        public void WriteTo(ExpositionWriter writer)
        {
            foreach (var (receiver, outbox) in outboxes.OrderBy(pair => pair.Key, StringComparer.Ordinal)) writer.Gauge(Description, [receiver], measure(outbox));
        }
    }
}
