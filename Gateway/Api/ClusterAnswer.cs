using System.Collections.Immutable;
using Iskra.Cluster;

namespace Iskra.Gateway.Api;

/// <summary>The cluster at one moment.</summary>
/// <param name="Cluster">Its id.</param>
/// <param name="Engine"><c>embedded</c> or <c>orleans</c>.</param>
/// <param name="EngineVersion">Its version.</param>
/// <param name="Timestamp">When this was true.</param>
/// <param name="Silos">Silos, those that went lately included.</param>
/// <param name="Activations">Grains in memory by kind, most first; null when a silo did not say in time.</param>
/// <param name="Gateways">Gateways that reported within the last 10 s, with the state of their circuit breakers.</param>
/// <param name="Sessions">Sessions and connections of all gateways.</param>
/// <param name="ChannelsTotal">Channels with subscribers.</param>
/// <param name="Channels">Those with the most subscribers, at most 1,000.</param>
public sealed record ClusterAnswer(
    string Cluster,
    string Engine,
    string EngineVersion,
    DateTimeOffset Timestamp,
    ImmutableArray<SiloView> Silos,
    ImmutableArray<ActivationCount>? Activations,
    ImmutableArray<GatewayView> Gateways,
    SessionCount Sessions,
    int ChannelsTotal,
    ImmutableArray<ClusterChannel> Channels);
