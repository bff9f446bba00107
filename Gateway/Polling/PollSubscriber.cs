using Iskra.Channels;
using Iskra.Gateway.Fanout;

namespace Iskra.Gateway.Polling;

/// <summary>One channel of one poll.</summary>
internal sealed class PollSubscriber(string channel, PollCollector collector) : ISubscriber
{
    // Once an event had to be left out, nothing that follows it in this channel may be taken: there would be a gap.
    private bool _isFull;

    public int Slot { get; set; } = -1;

    public bool HasRoom => !_isFull && collector.HasRoom;

    public bool Deliver(EncodedBatch batch)
    {
        foreach (var item in batch.Events) Replay(item);
        return true;
    }

    public void Replay(EncodedEvent item)
    {
        if (!_isFull) _isFull = !collector.TryTake(item);
    }

    public void Begin(ChannelPosition position) => collector.Begin(channel, position);

    /// <summary>A poll never waits for room: what does not fit comes with the next one.</summary>
    public ValueTask<bool> RoomAsync(CancellationToken cancellationToken) => ValueTask.FromResult(HasRoom);
}
