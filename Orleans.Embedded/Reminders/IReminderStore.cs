using Orleans.Runtime;

namespace Orleans.Reminders;

/// <summary>Keeps reminders. When a method returns, what it did lasts as long as the store does.</summary>
public interface IReminderStore
{
    /// <summary>All reminders.</summary>
    Task<IReadOnlyList<ReminderEntry>> ReadAllAsync(CancellationToken cancellationToken);

    /// <summary>Adds a reminder, or replaces the one with the same grain and name.</summary>
    Task UpsertAsync(ReminderEntry entry, CancellationToken cancellationToken);

    /// <summary>Removes a reminder, if it is there.</summary>
    Task RemoveAsync(GrainId grainId, string name, CancellationToken cancellationToken);
}
