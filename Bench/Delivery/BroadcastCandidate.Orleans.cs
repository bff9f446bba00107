using System.Collections.Concurrent;
using Iskra.Channels;

namespace Iskra.Bench.Delivery;

/// <summary>Broadcast channels of Orleans, with a grain behind each that hands on to the gateways.</summary>
internal sealed class BroadcastCandidate : IDeliveryCandidate
{
    internal const string Provider = "bench";

    private readonly ConcurrentBag<IChannelReceiver> _receivers = [];

    public string Name => "broadcast channels and a grain that hands on";

    public void ConfigureSilo(ISiloBuilder silo) => silo.AddBroadcastChannel(Provider, static options => options.FireAndForgetDelivery = true);

    public void ConfigureGateway(IClientBuilder gateway) => gateway.AddBroadcastChannel(Provider);

    public Task FollowAsync(IClusterClient gateway, string gatewayId, string channel, Action<ChannelBatch> onBatch)
    {
        var receiver = new Receiver(onBatch);
        _receivers.Add(receiver);
        return gateway.GetGrain<IBroadcastRelayGrain>(channel).Attach(gateway.CreateObjectReference<IChannelReceiver>(receiver));
    }

    public Task PublishAsync(IClusterClient cluster, string channel, EventDraft draft) => cluster.GetGrain<IBroadcastingGrain>(channel).Publish(draft);

    private sealed class Receiver(Action<ChannelBatch> onBatch) : IChannelReceiver
    {
        public Task Deliver(ChannelBatch batch)
        {
            onBatch(batch);
            return Task.CompletedTask;
        }

        public Task Moved() => Task.CompletedTask;
    }
}
