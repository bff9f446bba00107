using System.Collections.Immutable;
using Iskra.Alerts;
using Iskra.Notifications;

namespace Iskra.Silo.Storage.Memory;

/// <summary>The outbox of notifications without a database: nothing lasts longer than the process.</summary>
/// <param name="time">The time; that of the machine unless given.</param>
public sealed class MemoryNotificationStore(TimeProvider? time = null) : INotificationStore
{
    /// <summary>Most notifications kept, those that are done with included; of these the oldest are forgotten first.</summary>
    public const int MaxNotifications = 10_000;

    private readonly Lock _lock = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Dictionary<string, (OutboxEntry Entry, Notification Notification, DateTimeOffset ChangedAt)> _rows = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, string> _keys = [];
    private long _number;

    /// <inheritdoc/>
    public Task<ImmutableArray<OutboxEntry>> AddAsync(string receiver, ImmutableArray<Notification> notifications, DateTimeOffset now)
    {
        lock (_lock)
        {
            var added = notifications.Where(notification => !_rows.ContainsKey(notification.Key)).DistinctBy(notification => notification.Key).ToArray();
            MakeRoom(added.Length);
            foreach (var notification in added)
            {
                _rows.Add(notification.Key, (OutboxRules.Enter(notification, ++_number, now), notification, now));
                _keys.Add(_number, notification.Key);
            }

            return Task.FromResult(notifications.Select(notification => _rows[notification.Key].Entry)
                .Where(entry => !entry.IsDone).DistinctBy(entry => entry.Number).OrderBy(entry => entry.Number).ToImmutableArray());
        }
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<OutboxEntry>> LoadAsync(string receiver)
    {
        lock (_lock)
        {
            return Task.FromResult(Entries().Where(entry => entry.Receiver == receiver && !entry.IsDone).ToImmutableArray());
        }
    }

    /// <inheritdoc/>
    public Task<Notification?> ReadAsync(OutboxEntry entry)
    {
        lock (_lock)
        {
            return Task.FromResult<Notification?>(_rows.TryGetValue(entry.Key, out var row) ? row.Notification : null);
        }
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<OutboxTrace>> OfAlertAsync(string fingerprint, int limit)
    {
        lock (_lock)
        {
            return Task.FromResult(_keys.Values.Select(key => _rows[key]).Where(row => row.Entry.Fingerprints.Contains(fingerprint)).TakeLast(limit)
                .Select(row => new OutboxTrace(row.Entry, row.ChangedAt, row.Notification.IsFiring)).ToImmutableArray());
        }
    }

    /// <inheritdoc/>
    public Task<bool> SaveAsync(OutboxEntry entry)
    {
        lock (_lock)
        {
            var isNewest = _rows.TryGetValue(entry.Key, out var row) && row.Entry.Version == entry.Version - 1;
            if (isNewest) _rows[entry.Key] = (entry, row.Notification, _time.GetUtcNow());
            return Task.FromResult(isNewest);
        }
    }

    /// <inheritdoc/>
    public Task ForgetAsync(DateTimeOffset before)
    {
        lock (_lock)
        {
            foreach (var entry in Entries().Where(entry => entry.IsDone && entry.EnqueuedAt < before).ToArray()) Remove(entry);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> ReceiversAsync()
    {
        lock (_lock)
        {
            return Task.FromResult(Entries().Where(entry => !entry.IsDone).Select(entry => entry.Receiver).Distinct(StringComparer.Ordinal).ToImmutableArray());
        }
    }

    private IEnumerable<OutboxEntry> Entries() => _keys.Values.Select(key => _rows[key].Entry);

    private void MakeRoom(int count)
    {
        var excess = _rows.Count + count - MaxNotifications;
        if (excess <= 0) return;
        var done = Entries().Where(entry => entry.IsDone).Take(excess).ToArray();
        if (done.Length < excess)
            throw new StoreUnavailableException($"The memory store holds {MaxNotifications} notifications that are not sent and takes no more; run with PostgreSQL.");
        foreach (var entry in done) Remove(entry);
    }

    private void Remove(OutboxEntry entry)
    {
        _rows.Remove(entry.Key);
        _keys.Remove(entry.Number);
    }
}
