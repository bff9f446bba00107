using Iskra.Channels;
using Iskra.Gateway.Sessions;
using Orleans.Streams;

namespace Iskra.Gateway.Fanout;

/// <summary>The channels of the cluster.</summary>
public sealed class ClusterChannelSource(IClusterClient cluster, ClusterCalls calls, GatewayIdentity gateway) : IChannelSource
{
    /// <inheritdoc/>
    public async Task<IAsyncDisposable> SubscribeAsync(string channel, Action<ChannelBatch> onBatch)
    {
        var stream = cluster.GetStreamProvider(ChannelStreams.Provider).GetStream<ChannelBatch>(ChannelStreams.IdOf(channel));
        var handle = await calls.CallAsync(() => stream.SubscribeAsync((batch, _) =>
        {
            onBatch(batch);
            return Task.CompletedTask;
        }));
        return new Following(handle);
    }

    /// <inheritdoc/>
    public Task<ChannelPosition> AttachAsync(string channel) => calls.CallAsync(() => Grain(channel).Attach(gateway.Id));

    /// <inheritdoc/>
    public Task DetachAsync(string channel) => calls.CallAsync(() => Grain(channel).Detach(gateway.Id));

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

    private sealed class Following(StreamSubscriptionHandle<ChannelBatch> handle) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await handle.UnsubscribeAsync();
    }
}
