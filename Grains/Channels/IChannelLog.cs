using System.Collections.Immutable;

namespace Iskra.Channels;

/// <summary>The events of one channel as its grain sees them, in memory or in front of the database. One thread at a time.</summary>
public interface IChannelLog
{
    /// <summary>What is in memory; null until the log has been opened.</summary>
    ChannelTail? Tail { get; }

    /// <summary>Opens the log if it is not open yet.</summary>
    /// <exception cref="RefusedException"><c>overloaded</c>: the database cannot be reached.</exception>
    ValueTask<ChannelTail> OpenAsync();

    /// <summary>Looks, from time to time, whether the log still is what is in memory; the owner is told when it is not. Never fails.</summary>
    void Confirm();

    /// <summary>Appends checked drafts (<see cref="DraftRules"/>), all of them or none.</summary>
    /// <exception cref="RefusedException"><c>overloaded</c> or <c>timeout</c>; the same ids can be appended again.</exception>
    Task<AppendResult> AppendAsync(ImmutableArray<EventDraft> drafts);

    /// <summary>Reads what follows a position.</summary>
    /// <exception cref="RefusedException"><c>overloaded</c>: the database would be needed and cannot be reached.</exception>
    ValueTask<ChannelPage> ReadAfterAsync(ChannelPosition after, int limit);

    /// <summary>Reads the newest events before a number, or the newest of all.</summary>
    /// <exception cref="RefusedException"><c>overloaded</c>: the database would be needed and cannot be reached.</exception>
    ValueTask<ChannelPage> ReadBeforeAsync(long? before, int limit);
}
