using System.Collections.Concurrent;
using Iskra.Channels;
using Iskra.Gateway.Sessions;

namespace Iskra.Gateway.Fanout;

/// <summary>The channels of the cluster.</summary>
public sealed class ClusterChannelSource(IClusterClient cluster, ClusterCalls calls, GatewayIdentity gateway) : IChannelSource
{
    private readonly ConcurrentDictionary<string, Following> _followed = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<IAsyncDisposable> SubscribeAsync(string channel, IChannelReceiver receiver)
    {
        var reference = await calls.CallAsync(() => Task.FromResult(cluster.CreateObjectReference<IChannelReceiver>(receiver)));
        return _followed[channel] = new Following(this, channel, receiver, reference);
    }

    /// <inheritdoc/>
    public Task<ChannelPosition> AttachAsync(string channel) =>
        calls.CallAsync(() => Grain(channel).Attach(gateway.Id, _followed.GetValueOrDefault(channel)?.Reference));

    /// <inheritdoc/>
    public Task DetachAsync(string channel) => _followed.ContainsKey(channel)
        ? Task.CompletedTask // Somebody follows it again; the lease is theirs.
        : calls.CallAsync(() => Grain(channel).Detach(gateway.Id));

    /// <inheritdoc/>
    public Task<ChannelPage> ReadAfterAsync(string channel, ChannelPosition after, int limit) =>
        calls.CallAsync(() => Grain(channel).ReadAfter(after, limit));

    /// <inheritdoc/>
    public Task<ChannelPage> ReadBeforeAsync(string channel, long? before, int limit) =>
        calls.CallAsync(() => Grain(channel).ReadBefore(before, limit));

    /// <inheritdoc/>
    public Task<ChannelPosition> HeadAsync(string channel) => calls.CallAsync(() => Grain(channel).Head());

    /// <inheritdoc/>
    public Task<ChannelSnapshot> SnapshotAsync(string channel) => calls.CallAsync(() => Grain(channel).Snapshot());

    private IChannelGrain Grain(string channel) => cluster.GetGrain<IChannelGrain>(channel);

    private void End(Following following)
    {
        _followed.TryRemove(KeyValuePair.Create(following.Channel, following));
        cluster.DeleteObjectReference<IChannelReceiver>(following.Reference);
    }

    /// <summary>One subscription. It holds the receiver, which the engine itself may hold only weakly.</summary>
    private sealed class Following(ClusterChannelSource source, string channel, IChannelReceiver receiver, IChannelReceiver reference) : IAsyncDisposable
    {
        public string Channel => channel;

        public IChannelReceiver Reference => reference;

        public ValueTask DisposeAsync()
        {
            source.End(this);
            GC.KeepAlive(receiver);
            return ValueTask.CompletedTask;
        }
    }
}
