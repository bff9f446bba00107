namespace Iskra.Channels;

/// <summary>A place in the log of a channel: everything up to and including <paramref name="Seq"/> has been seen.</summary>
/// <param name="Epoch">The life of the log; never empty. Positions of different epochs cannot be compared.</param>
/// <param name="Seq">Number of the last event seen; 0 before the first.</param>
[GenerateSerializer, Immutable, Alias("iskra.channel-position")]
public readonly record struct ChannelPosition([property: Id(0)] string Epoch, [property: Id(1)] long Seq);
