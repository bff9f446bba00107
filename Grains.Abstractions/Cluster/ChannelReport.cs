using Iskra.Channels;

namespace Iskra.Cluster;

/// <summary>A channel as a gateway follows it.</summary>
/// <param name="Channel">Its name.</param>
/// <param name="Head">The newest event that the gateway has handed out.</param>
/// <param name="Subscribers">Subscribers on this gateway.</param>
[GenerateSerializer, Immutable, Alias("iskra.channel-report")]
public sealed record ChannelReport(
    [property: Id(0)] string Channel,
    [property: Id(1)] ChannelPosition Head,
    [property: Id(2)] int Subscribers);
