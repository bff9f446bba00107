using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Orleans.Reminders;

/// <summary>Keeps reminders in the memory of the process.</summary>
public sealed class MemoryReminderStore : IReminderStore
{
    private readonly ConcurrentDictionary<(GrainId, string), ReminderEntry> _entries = new();

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReminderEntry>> ReadAllAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ReminderEntry>>(
        [.. _entries.Values.OrderBy(entry => entry.GrainId).ThenBy(entry => entry.Name, StringComparer.Ordinal)]);

    /// <inheritdoc/>
    public Task UpsertAsync(ReminderEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        _entries[(entry.GrainId, entry.Name)] = entry;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task RemoveAsync(GrainId grainId, string name, CancellationToken cancellationToken)
    {
        _entries.TryRemove((grainId, name), out _);
        return Task.CompletedTask;
    }
}
