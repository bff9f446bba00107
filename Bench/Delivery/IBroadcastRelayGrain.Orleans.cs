using Iskra.Channels;

namespace Iskra.Bench.Delivery;

/// <summary>Only grains can listen to a broadcast channel, so one of them has to hand on what it hears to the gateways.</summary>
public interface IBroadcastRelayGrain : IGrainWithStringKey
{
    Task Attach(IChannelReceiver receiver);
}
