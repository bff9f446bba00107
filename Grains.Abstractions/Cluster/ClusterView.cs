using System.Collections.Immutable;

namespace Iskra.Cluster;

/// <summary>The cluster at one moment.</summary>
/// <param name="Silos">Its silos, those that went lately included.</param>
/// <param name="Activations">Grains in memory by kind, most first; null when a silo did not say in time.</param>
/// <param name="Gateways">The gateways that have reported lately.</param>
/// <param name="ChannelsTotal">Channels in the reports of the gateways.</param>
/// <param name="Channels">Those with the most subscribers, at most <see cref="MaxChannels"/>.</param>
[GenerateSerializer, Immutable, Alias("iskra.cluster-view")]
public sealed record ClusterView(
    [property: Id(0)] ImmutableArray<SiloView> Silos,
    [property: Id(1)] ImmutableArray<ActivationCount>? Activations,
    [property: Id(2)] ImmutableArray<GatewayView> Gateways,
    [property: Id(3)] int ChannelsTotal,
    [property: Id(4)] ImmutableArray<ChannelView> Channels)
{
    /// <summary>Most channels in one answer.</summary>
    public const int MaxChannels = 1_000;
}
