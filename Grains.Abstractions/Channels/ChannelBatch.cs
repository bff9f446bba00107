using System.Collections.Immutable;

namespace Iskra.Channels;

/// <summary>
/// What a channel grain delivers: consecutive events. Delivery is a hint and the log is the truth, so a receiver checks that the
/// numbers continue and reads what is missing from the channel grain.
/// </summary>
/// <param name="Epoch">The life of the log.</param>
/// <param name="Events">Consecutive events, at least one.</param>
[GenerateSerializer, Immutable, Alias("iskra.channel-batch")]
public sealed record ChannelBatch(
    [property: Id(0)] string Epoch,
    [property: Id(1)] ImmutableArray<ChannelEvent> Events);
