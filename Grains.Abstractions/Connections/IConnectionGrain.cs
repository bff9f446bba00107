using System.Collections.Immutable;

namespace Iskra.Connections;

/// <summary>
/// One session: who it is, what it follows and how far it has read. It outlives the socket by 5 minutes and every process by
/// its stored state. The key is the session id, which is unguessable.
/// </summary>
[Alias("iskra.connection")]
public interface IConnectionGrain : IGrainWithStringKey
{
    /// <summary>
    /// Opens the session at a gateway. A stored session of the same user continues there; the gateway that had it is told to
    /// let go. Otherwise a new one starts. When the store is away or slow, a session that is new or in memory opens all the
    /// same and is stored when the store is back.
    /// </summary>
    /// <exception cref="RefusedException"><c>overloaded</c>: whether the session exists cannot be known while the store is away.</exception>
    [Alias("open")]
    Task<SessionOpened> Open(SessionRequest request);

    /// <summary>
    /// Replaces the subscriptions of the session; when this returns they are stored. While the store is away they hold in memory,
    /// and are stored when it is back.
    /// </summary>
    /// <param name="generation">From <see cref="SessionOpened"/>; calls of an earlier generation change nothing.</param>
    /// <param name="subscriptions">All channels with the position that is known to be received.</param>
    /// <returns>Whether the generation still holds the session.</returns>
    [Alias("subscribe")]
    Task<bool> SetSubscriptions(long generation, ImmutableArray<Subscription> subscriptions);

    /// <summary>
    /// Stores how far the client is known to have read. Called at most once a second when it has read on, and at least every
    /// minute while the socket lives: it is the session's sign of life. Returns without waiting for the store.
    /// </summary>
    /// <param name="generation">From <see cref="SessionOpened"/>.</param>
    /// <param name="checkpoint">The positions and the quality of the connection.</param>
    /// <returns>Whether the generation still holds the session.</returns>
    [Alias("save")]
    Task<bool> Save(long generation, SessionCheckpoint checkpoint);

    /// <summary>Says that the socket has gone. The session can be resumed for 5 minutes.</summary>
    /// <param name="generation">From <see cref="SessionOpened"/>.</param>
    [Alias("detach")]
    Task Detach(long generation);

    /// <summary>
    /// Changes the subscriptions of a session that lives on another gateway than the one which received the request.
    /// </summary>
    /// <param name="user">The authenticated caller, or null.</param>
    /// <param name="frame">The <c>subscribe</c> or <c>unsubscribe</c> frame as JSON in UTF-8.</param>
    /// <returns>The reply frame as JSON in UTF-8.</returns>
    /// <exception cref="RefusedException"><c>not_found</c>: there is no such session, or no gateway holds it now.</exception>
    [Alias("forward")]
    Task<ReadOnlyMemory<byte>> Forward(string? user, ReadOnlyMemory<byte> frame);

    /// <summary>What is known of the session, or null when there is none.</summary>
    [Alias("describe")]
    Task<SessionView?> Describe();
}
