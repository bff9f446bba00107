using Iskra.Channels;

namespace Iskra.Gateway.Fanout;

/// <summary>
/// What a gateway needs of the cluster to follow a channel. Every call ends within the request time-out, with an answer or with
/// a <see cref="RefusedException"/>.
/// </summary>
public interface IChannelSource
{
    /// <summary>
    /// Says who takes the events of a channel; they come after the next <see cref="AttachAsync"/>. Batches may be lost, doubled or
    /// reordered: delivery is a hint.
    /// </summary>
    /// <param name="channel">Name of the channel.</param>
    /// <param name="receiver">Its calls must return soon and not throw; they do not overlap, but those of two receivers do.</param>
    /// <returns>Ends it when disposed. The newest receiver of a channel counts.</returns>
    Task<IAsyncDisposable> SubscribeAsync(string channel, IChannelReceiver receiver);

    /// <summary>See <see cref="IChannelGrain.Attach"/>.</summary>
    Task<ChannelPosition> AttachAsync(string channel);

    /// <summary>See <see cref="IChannelGrain.Detach"/>.</summary>
    Task DetachAsync(string channel);

    /// <summary>See <see cref="IChannelGrain.ReadAfter"/>.</summary>
    Task<ChannelPage> ReadAfterAsync(string channel, ChannelPosition after, int limit);

    /// <summary>See <see cref="IChannelGrain.ReadBefore"/>.</summary>
    Task<ChannelPage> ReadBeforeAsync(string channel, long? before, int limit);

    /// <summary>See <see cref="IChannelGrain.Head"/>.</summary>
    Task<ChannelPosition> HeadAsync(string channel);

    /// <summary>See <see cref="IChannelGrain.Snapshot"/>.</summary>
    Task<ChannelSnapshot> SnapshotAsync(string channel);
}
