namespace Iskra.Cluster;

/// <summary>A channel that somebody follows.</summary>
/// <param name="Channel">Its name.</param>
/// <param name="Epoch">The life of its log.</param>
/// <param name="Seq">Number of the newest event that a gateway has handed out.</param>
/// <param name="Subscribers">Subscribers on all gateways.</param>
/// <param name="Gateways">Gateways with subscribers.</param>
[GenerateSerializer, Immutable, Alias("iskra.channel-view")]
public sealed record ChannelView(
    [property: Id(0)] string Channel,
    [property: Id(1)] string Epoch,
    [property: Id(2)] long Seq,
    [property: Id(3)] int Subscribers,
    [property: Id(4)] int Gateways);
