namespace Iskra.Gateway.Protocol;

/// <summary>Where a subscription starts, as a <c>subscribed</c> frame says it.</summary>
/// <param name="Channel">Name of the channel.</param>
/// <param name="Epoch">The life of its log.</param>
/// <param name="Seq">The position after the replay.</param>
/// <param name="Recovered">Whether everything after the position that was given follows; null when none was given.</param>
public sealed record ChannelReceipt(string Channel, string Epoch, long Seq, bool? Recovered);
