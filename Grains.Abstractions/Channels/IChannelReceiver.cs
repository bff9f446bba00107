using Orleans.Concurrency;

namespace Iskra.Channels;

/// <summary>
/// Where a gateway wants the events of one channel. The channel grain calls it directly, with one batch under way at a time.
/// Delivery is a hint and the log is the truth: a batch may be lost, repeated or late, and the receiver reads what is missing.
/// </summary>
[Alias("iskra.channel-receiver")]
public interface IChannelReceiver : IGrainObserver
{
    /// <summary>Takes a batch. The next one comes when this one has been answered; what happens meanwhile goes into it.</summary>
    /// <param name="batch">Consecutive events.</param>
    [Alias("deliver")]
    Task Deliver(ChannelBatch batch);

    /// <summary>
    /// The channel grain leaves this silo and has forgotten who is attached: whoever wants to go on calls
    /// <see cref="IChannelGrain.Attach"/> again, without waiting for the next renewal.
    /// </summary>
    [OneWay]
    [Alias("moved")]
    Task Moved();
}
