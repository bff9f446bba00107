using Iskra.Channels;

namespace Iskra.Gateway.Fanout;

/// <summary>
/// One follower of one channel. The calls for one subscriber come one after the other and in the order of the log; none of
/// them may throw or wait, except <see cref="RoomAsync"/>.
/// </summary>
public interface ISubscriber
{
    /// <summary>Belongs to the hub: where the subscriber stands in its list.</summary>
    int Slot { get; set; }

    /// <summary>Whether a replay may go on at once. When not, <see cref="RoomAsync"/> says when.</summary>
    bool HasRoom { get; }

    /// <summary>Takes events that have just happened, or a snapshot that replaces what came before. May write at once.</summary>
    /// <returns>Whether they were handed to the connection before this returned; otherwise they wait.</returns>
    bool Deliver(EncodedBatch batch);

    /// <summary>Takes one event of the replay, or the snapshot before it. Only queues: it is called under the lock of the hub.</summary>
    void Replay(EncodedEvent item);

    /// <summary>The replay is over, what follows is live. Called under the lock of the hub.</summary>
    /// <param name="position">The position that has been reached.</param>
    void Begin(ChannelPosition position);

    /// <summary>Waits until there is room for more of a replay.</summary>
    /// <returns>False when the subscriber has gone.</returns>
    ValueTask<bool> RoomAsync(CancellationToken cancellationToken);
}
