namespace Iskra.Notifications;

/// <summary>A notification in the queue of its grain.</summary>
/// <param name="entry">What is stored.</param>
public sealed class OutboxItem(OutboxEntry entry)
{
    /// <summary>What is stored.</summary>
    public OutboxEntry Entry { get; private set; } = entry;

    /// <summary>What is decided and not stored yet; null for nothing.</summary>
    public OutboxEntry? Unsaved { get; private set; }

    /// <summary>Whether somebody works on it.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Not touched before: the store or the channel was away.</summary>
    public DateTimeOffset NotBefore { get; set; }

    /// <summary>What is known of it, stored or not.</summary>
    public OutboxEntry Current => Unsaved ?? Entry;

    /// <summary>Something was decided.</summary>
    public void Decide(OutboxEntry next) => Unsaved = next;

    /// <summary>It is stored.</summary>
    public void Stored(OutboxEntry stored)
    {
        Entry = stored;
        Unsaved = null;
    }
}
