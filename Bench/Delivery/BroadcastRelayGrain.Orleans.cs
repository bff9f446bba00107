using Iskra.Channels;
using Orleans.BroadcastChannel;
using Orleans.Concurrency;

namespace Iskra.Bench.Delivery;

/// <inheritdoc cref="IBroadcastRelayGrain"/>
[Reentrant]
[ImplicitChannelSubscription(BroadcastCandidate.Provider)]
public sealed class BroadcastRelayGrain : Grain, IBroadcastRelayGrain, IOnBroadcastChannelSubscribed
{
    private readonly List<IChannelReceiver> _receivers = [];

    public Task Attach(IChannelReceiver receiver)
    {
        _receivers.Add(receiver);
        return Task.CompletedTask;
    }

    public Task OnSubscribed(IBroadcastChannelSubscription streamSubscription) => streamSubscription.Attach<ChannelBatch>(
        batch => Task.WhenAll(_receivers.Select(receiver => receiver.Deliver(batch))));
}
