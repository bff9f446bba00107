using Iskra.Channels;
using Iskra.Gateway.Fanout;

namespace Iskra.Gateway.Sessions;

/// <summary>
/// A channel that a session follows, and three positions in it: what has been handed to the connection, what the mark under way
/// speaks of, and what the client is known to have received. Guarded by the lock of the outbox.
/// </summary>
public sealed class ChannelSubscription : ISubscriber
{
    private readonly Outbox _outbox;

    internal ChannelSubscription(Outbox outbox, string channel, ChannelPosition? confirmed, bool isDefault)
    {
        _outbox = outbox;
        Channel = channel;
        Confirmed = confirmed;
        Marked = confirmed;
        IsDefault = isDefault;
    }

    /// <summary>Name of the channel.</summary>
    public string Channel { get; }

    /// <summary>Whether the endpoint subscribed it; such channels do not count towards the limit.</summary>
    public bool IsDefault { get; internal set; }

    /// <summary>Everything up to here has been written or waits to be; null until the channel has been joined.</summary>
    public ChannelPosition? Sent { get; internal set; }

    /// <summary>What <see cref="Sent"/> was when the newest mark was made.</summary>
    public ChannelPosition? Marked { get; internal set; }

    /// <summary>The client is known to have received everything up to here. This is what is saved.</summary>
    public ChannelPosition? Confirmed { get; internal set; }

    /// <inheritdoc/>
    public int Slot { get; set; } = -1;

    /// <inheritdoc/>
    public bool HasRoom => _outbox.HasRoom;

    /// <summary>Whether events still count; an event that is on its way when the channel is left does not.</summary>
    internal bool IsActive { get; set; } = true;

    /// <summary>Number of the newest queue entry of this subscription, for conflation.</summary>
    internal long QueuedAt { get; set; } = -1;

    /// <inheritdoc/>
    public bool Deliver(EncodedBatch batch) => _outbox.Deliver(this, batch);

    /// <inheritdoc/>
    public void Replay(EncodedEvent item) => _outbox.Replay(this, item);

    /// <inheritdoc/>
    public void Begin(ChannelPosition position) => _outbox.Begin(this, position);

    /// <inheritdoc/>
    public ValueTask<bool> RoomAsync(CancellationToken cancellationToken) => _outbox.RoomAsync(cancellationToken);
}
