using System.Collections.Immutable;
using Iskra.Alerts;
using Iskra.Notifications;
using Iskra.Silo.Storage.Memory;

namespace Iskra.Tests.Grains.Notifications;

/// <summary>A store of notifications in memory that breaks down when a test says so. It outlives the engines of a test.</summary>
internal sealed class FakeNotificationStore : INotificationStore
{
    private readonly MemoryNotificationStore _inner = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, OutboxEntry> _newest = new(StringComparer.Ordinal);

    /// <summary>While true every operation fails and nothing is written.</summary>
    public bool IsAway { get; set; }

    /// <summary>Called before a change is stored; throws to refuse it.</summary>
    public Action<OutboxEntry>? BeforeSave { get; set; }

    /// <summary>Called after a change is stored; throws to lose the answer.</summary>
    public Action<OutboxEntry>? AfterSave { get; set; }

    /// <summary>Called after notifications are stored; throws to lose the answer.</summary>
    public Action? AfterAdd { get; set; }

    /// <summary>What is stored under a key, or null.</summary>
    public OutboxEntry? Find(string key)
    {
        lock (_lock) return _newest.GetValueOrDefault(key);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<OutboxEntry>> AddAsync(string receiver, ImmutableArray<Notification> notifications, DateTimeOffset now)
    {
        Enter();
        var entries = await _inner.AddAsync(receiver, notifications, now);
        foreach (var entry in entries) Note(entry);
        AfterAdd?.Invoke();
        return entries;
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<OutboxEntry>> LoadAsync(string receiver)
    {
        Enter();
        return _inner.LoadAsync(receiver);
    }

    /// <inheritdoc/>
    public Task<Notification?> ReadAsync(OutboxEntry entry)
    {
        Enter();
        return _inner.ReadAsync(entry);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<OutboxTrace>> OfAlertAsync(string fingerprint, int limit)
    {
        Enter();
        return _inner.OfAlertAsync(fingerprint, limit);
    }

    /// <inheritdoc/>
    public async Task<bool> SaveAsync(OutboxEntry entry)
    {
        Enter();
        BeforeSave?.Invoke(entry);
        var isSaved = await _inner.SaveAsync(entry);
        if (isSaved) Note(entry);
        AfterSave?.Invoke(entry);
        return isSaved;
    }

    /// <inheritdoc/>
    public Task ForgetAsync(DateTimeOffset before)
    {
        Enter();
        return _inner.ForgetAsync(before);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> ReceiversAsync()
    {
        Enter();
        return _inner.ReceiversAsync();
    }

    private void Note(OutboxEntry entry)
    {
        lock (_lock) _newest[entry.Key] = entry;
    }

    private void Enter()
    {
        if (IsAway) throw new StoreUnavailableException("The test took the store away.");
    }
}
