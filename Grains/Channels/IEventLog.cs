using System.Collections.Immutable;

namespace Iskra.Channels;

/// <summary>
/// The durable log of the channels. What an implementation owes: an append is atomic and on disk when it returns; the head is
/// advanced by compare-and-set in the same transaction as the events are written, so that of two writers with the same head
/// only one succeeds; reads see every append that has returned.
/// </summary>
public interface IEventLog
{
    /// <summary>The head of a channel; a channel that has none is given an epoch and an empty log.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    Task<ChannelPosition> OpenAsync(string channel, CancellationToken cancellationToken);

    /// <summary>Writes consecutive events after a head.</summary>
    /// <param name="channel">Name of the channel.</param>
    /// <param name="head">The head that the writer believes in; the first event has the number after it.</param>
    /// <param name="events">1 to 1,000 events, numbered consecutively.</param>
    /// <param name="cancellationToken">Gives up waiting; the append may have happened all the same.</param>
    /// <returns>False when the head is another: nothing was written.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached, or its answer was lost: the append may have happened.</exception>
    Task<bool> AppendAsync(string channel, ChannelPosition head, ImmutableArray<ChannelEvent> events, CancellationToken cancellationToken);

    /// <summary>Reads events by ascending number.</summary>
    /// <param name="channel">Name of the channel.</param>
    /// <param name="epoch">The life of the log.</param>
    /// <param name="afterSeq">Only events with a larger number.</param>
    /// <param name="limit">Most events to read, 1 to 1,000.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    Task<ImmutableArray<ChannelEvent>> ReadAfterAsync(string channel, string epoch, long afterSeq, int limit, CancellationToken cancellationToken);

    /// <summary>Reads the events with the largest numbers below one, by ascending number.</summary>
    /// <param name="channel">Name of the channel.</param>
    /// <param name="epoch">The life of the log.</param>
    /// <param name="beforeSeq">Only events with a smaller number.</param>
    /// <param name="limit">Most events to read, 1 to 1,000.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    Task<ImmutableArray<ChannelEvent>> ReadBeforeAsync(string channel, string epoch, long beforeSeq, int limit, CancellationToken cancellationToken);
}
