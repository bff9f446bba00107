using Iskra.Bench.Measure;
using Iskra.Channels;
using Orleans.BroadcastChannel;
using Orleans.Concurrency;

namespace Iskra.Bench.Delivery;

/// <inheritdoc cref="IBroadcastingGrain"/>
[Reentrant]
public sealed class BroadcastingGrain(IClusterClient cluster) : Grain, IBroadcastingGrain
{
    private long _seq;

    public Task Publish(EventDraft draft)
    {
        var item = new ChannelEvent(++_seq, UnixClock.NowUs, draft);
        _ = cluster.GetBroadcastChannelProvider(BroadcastCandidate.Provider)
            .GetChannelWriter<ChannelBatch>(ChannelId.Create(BroadcastCandidate.Provider, this.GetPrimaryKeyString()))
            .Publish(new ChannelBatch("bench", [item]));
        return Task.CompletedTask;
    }
}
