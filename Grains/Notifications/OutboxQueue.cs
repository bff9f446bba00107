using System.Diagnostics.CodeAnalysis;

namespace Iskra.Notifications;

/// <summary>
/// What waits for one receiver, and what of it is due. Urgent notifications go first, but never before an older one that tells the
/// same integration of the same alert: nobody hears of an end before its beginning.
/// </summary>
/// <param name="settings">The bounds.</param>
[SuppressMessage("Naming", "CA1711", Justification = "It is a queue.")]
public sealed class OutboxQueue(NotificationSettings settings)
{
    private readonly SortedDictionary<long, OutboxItem> _items = [];
    private readonly Dictionary<string, OutboxLane> _lanes = new(StringComparer.Ordinal);

    /// <summary>How many wait or are under way.</summary>
    public int Count => _items.Count;

    /// <summary>When the oldest that waits was taken over; null for none.</summary>
    public DateTimeOffset? OldestAt => _items.Count == 0 ? null : _items.First().Value.Entry.EnqueuedAt;

    /// <summary>Whether nothing is left to be done.</summary>
    public bool IsEmpty => _items.Count == 0;

    /// <summary>Adds what is not there yet.</summary>
    public void Add(OutboxEntry entry)
    {
        if (!entry.IsDone) _items.TryAdd(entry.Number, new OutboxItem(entry));
    }

    /// <summary>Takes what is due now; who takes it gives it back with <see cref="Return"/>.</summary>
    public IReadOnlyList<OutboxItem> TakeDue(DateTimeOffset now)
    {
        var due = new List<OutboxItem>();
        foreach (var item in Candidates().Where(item => item.NotBefore <= now && DueAt(item) <= now))
        {
            var mustSend = item.Current.Status == OutboxStatus.Pending && item.Unsaved is null && OutboxRules.ExpiresAt(item.Entry, settings) > now;
            if (mustSend && !Lane(item, now).TryTake(now)) continue;
            item.IsBusy = true;
            due.Add(item);
        }

        return due;
    }

    /// <summary>When something falls due by the clock; null when nothing does.</summary>
    public DateTimeOffset? NextAt(DateTimeOffset now)
    {
        DateTimeOffset? next = null;
        foreach (var item in Candidates())
        {
            var at = DueAt(item);
            if (item.Current.Status == OutboxStatus.Pending && item.Unsaved is null)
            {
                var expiresAt = OutboxRules.ExpiresAt(item.Entry, settings);
                var laneAt = Lane(item, now).ReadyAt() ?? expiresAt;
                at = Earlier(Later(at, laneAt), expiresAt);
            }

            at = Later(at, item.NotBefore);
            if (next is null || at < next) next = at;
        }

        return next;
    }

    /// <summary>Gives an item back; one with which nothing is left to be done goes.</summary>
    public void Return(OutboxItem item)
    {
        item.IsBusy = false;
        if (item.Unsaved is null && item.Entry.IsDone) _items.Remove(item.Entry.Number);
    }

    /// <summary>A try has ended.</summary>
    public void Release(OutboxItem item, DateTimeOffset now, DateTimeOffset? holdUntil) => Lane(item, now).Release(holdUntil);

    // Those that may be worked on, the most urgent first; what waits for an older one of the same alert is left out.
    private IEnumerable<OutboxItem> Candidates()
    {
        var told = new HashSet<(string Integration, string Fingerprint)>();
        var candidates = new List<OutboxItem>();
        foreach (var item in _items.Values)
        {
            var isFirst = true;
            if (item.Current.Status is OutboxStatus.Pending or OutboxStatus.Claimed)
            {
                foreach (var fingerprint in item.Entry.Fingerprints) isFirst &= told.Add((item.Entry.Integration, fingerprint));
            }

            if (isFirst && !item.IsBusy) candidates.Add(item);
        }

        return candidates.OrderBy(item => item.Entry.Priority, StringComparer.Ordinal).ThenBy(item => item.Entry.Number);
    }

    private DateTimeOffset DueAt(OutboxItem item) => item.Unsaved is not null ? DateTimeOffset.MinValue : item.Entry.Status switch
    {
        OutboxStatus.Pending => Earlier(item.Entry.NextTryAt, OutboxRules.ExpiresAt(item.Entry, settings)),
        OutboxStatus.Claimed => item.Entry.ClaimedUntil,
        _ => DateTimeOffset.MinValue,
    };

    private OutboxLane Lane(OutboxItem item, DateTimeOffset now)
    {
        if (!_lanes.TryGetValue(item.Entry.Integration, out var lane))
        {
            lane = new OutboxLane(settings, now);
            _lanes[item.Entry.Integration] = lane;
        }

        return lane;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
