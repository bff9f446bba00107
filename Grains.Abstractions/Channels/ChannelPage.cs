using System.Collections.Immutable;

namespace Iskra.Channels;

/// <summary>A part of a log, oldest first.</summary>
/// <param name="Epoch">The life of the log now.</param>
/// <param name="HeadSeq">Number of its newest event; 0 when it is empty.</param>
/// <param name="Recovered">
/// Whether the log continues exactly after the position that was asked for. When it does not (other epoch, or no longer kept)
/// <paramref name="Events"/> is empty and the reader must take a snapshot.
/// </param>
/// <param name="Events">Consecutive events.</param>
/// <param name="HasMore">Whether the log has more of them in the direction of the read.</param>
[GenerateSerializer, Immutable, Alias("iskra.channel-page")]
public sealed record ChannelPage(
    [property: Id(0)] string Epoch,
    [property: Id(1)] long HeadSeq,
    [property: Id(2)] bool Recovered,
    [property: Id(3)] ImmutableArray<ChannelEvent> Events,
    [property: Id(4)] bool HasMore);
