namespace Iskra.Gateway.Api;

/// <summary>A channel that somebody follows.</summary>
/// <param name="Channel">Its name.</param>
/// <param name="Kind"><c>log</c>, <c>state</c> or <c>ephemeral</c>.</param>
/// <param name="Epoch">The life of its log.</param>
/// <param name="Seq">Number of its newest event.</param>
/// <param name="Subscribers">Subscribers on all gateways.</param>
/// <param name="Gateways">Gateways with subscribers.</param>
public sealed record ClusterChannel(string Channel, string Kind, string Epoch, long Seq, int Subscribers, int Gateways);
