using Iskra.Channels;

namespace Iskra.Bench.Delivery;

/// <summary>A way from the grain that numbers events to the gateways.</summary>
internal interface IDeliveryCandidate
{
    /// <summary>What the table calls it.</summary>
    string Name { get; }

    /// <summary>Adds it to a silo.</summary>
    void ConfigureSilo(ISiloBuilder silo);

    /// <summary>Adds it to a gateway.</summary>
    void ConfigureGateway(IClientBuilder gateway);

    /// <summary>Makes a gateway follow a channel.</summary>
    Task FollowAsync(IClusterClient gateway, string gatewayId, string channel, Action<ChannelBatch> onBatch);

    /// <summary>Publishes an event with the time at which it was accepted.</summary>
    Task PublishAsync(IClusterClient cluster, string channel, EventDraft draft);
}
