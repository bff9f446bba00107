using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Iskra.Channels;

/// <summary>
/// One channel: the only place that numbers its events. The key is the channel name, which declares the kind
/// (<see cref="ChannelName.KindOf"/>). Calls may interleave: appends that arrive while one is being written are written
/// together by the next (group commit), in the order of their arrival.
/// </summary>
[Alias("iskra.channel")]
public interface IChannelGrain : IGrainWithStringKey
{
    /// <summary>Appends events in the order given, all of them or none, and answers with their numbers.</summary>
    /// <param name="drafts">1 to 1,000 drafts.</param>
    /// <exception cref="RefusedException">
    /// <c>overloaded</c>: too many appends wait, or the database is away. Nothing was appended, or – when the answer of the
    /// database was lost – the same ids may be appended again.
    /// </exception>
    [AlwaysInterleave]
    [Alias("append")]
    Task<AppendResult> Append(ImmutableArray<EventDraft> drafts);

    /// <summary>Reads the events that follow a position.</summary>
    /// <param name="after">The last position seen.</param>
    /// <param name="limit">Most events to answer with, 1 to 1,000.</param>
    [AlwaysInterleave]
    [Alias("read-after")]
    Task<ChannelPage> ReadAfter(ChannelPosition after, int limit);

    /// <summary>Reads the events before a number, oldest first, for a <c>history</c> frame.</summary>
    /// <param name="before">Only events with a smaller number; null for the newest.</param>
    /// <param name="limit">Most events to answer with, 1 to 1,000.</param>
    [AlwaysInterleave]
    [Alias("read-before")]
    Task<ChannelPage> ReadBefore(long? before, int limit);

    /// <summary>The position of the newest event.</summary>
    [AlwaysInterleave]
    [Alias("head")]
    Task<ChannelPosition> Head();

    /// <summary>The state of the channel as of its newest event.</summary>
    [AlwaysInterleave]
    [Alias("snapshot")]
    Task<ChannelSnapshot> Snapshot();

    /// <summary>
    /// Says that a gateway has subscribers for the channel, and keeps saying it: a gateway that has not called for
    /// <see cref="ChannelInterest.Lease"/> is taken to have none. Live sources publish only while somebody watches.
    /// </summary>
    /// <param name="gateway">Id of the gateway.</param>
    /// <param name="receiver">
    /// Where it wants the events that follow; the newest one counts. Null leaves it as it is: who only wants to be counted gives none.
    /// </param>
    /// <returns>The position of the newest event, so that the caller notices what was not delivered.</returns>
    [AlwaysInterleave]
    [Alias("attach")]
    Task<ChannelPosition> Attach(string gateway, IChannelReceiver? receiver = null);

    /// <summary>Says that a gateway has no subscriber for the channel any more.</summary>
    /// <param name="gateway">Id of the gateway.</param>
    [AlwaysInterleave]
    [Alias("detach")]
    Task Detach(string gateway);
}
