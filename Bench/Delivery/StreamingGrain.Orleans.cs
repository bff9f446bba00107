using Iskra.Bench.Measure;
using Iskra.Channels;
using Orleans.Concurrency;

namespace Iskra.Bench.Delivery;

/// <inheritdoc cref="IStreamingGrain"/>
[Reentrant]
public sealed class StreamingGrain : Grain, IStreamingGrain
{
    private long _seq;

    public Task Publish(EventDraft draft)
    {
        var item = new ChannelEvent(++_seq, UnixClock.NowUs, draft);
        _ = this.GetStreamProvider(StreamCandidate.Provider)
            .GetStream<ChannelBatch>(StreamCandidate.IdOf(this.GetPrimaryKeyString()))
            .OnNextAsync(new ChannelBatch("bench", [item]));
        return Task.CompletedTask;
    }
}
