using System.Collections.Immutable;

namespace Iskra.Cluster;

/// <summary>What a gateway holds.</summary>
/// <param name="Gateway">Id of the gateway.</param>
/// <param name="Since">When it started.</param>
/// <param name="Connections">Live connections open now.</param>
/// <param name="Sessions">Sessions that live on it.</param>
/// <param name="Breaker">State of its circuit breaker: <c>closed</c>, <c>open</c> or <c>half_open</c>.</param>
/// <param name="IsDraining">Whether it is on its way out.</param>
/// <param name="ChannelsTotal">How many channels it follows.</param>
/// <param name="Channels">Those with the most subscribers, at most <see cref="MaxChannels"/>.</param>
[GenerateSerializer, Immutable, Alias("iskra.gateway-report")]
public sealed record GatewayReport(
    [property: Id(0)] string Gateway,
    [property: Id(1)] DateTimeOffset Since,
    [property: Id(2)] long Connections,
    [property: Id(3)] int Sessions,
    [property: Id(4)] string Breaker,
    [property: Id(5)] bool IsDraining,
    [property: Id(6)] int ChannelsTotal,
    [property: Id(7)] ImmutableArray<ChannelReport> Channels)
{
    /// <summary>Most channels in one report.</summary>
    public const int MaxChannels = 1_000;
}
