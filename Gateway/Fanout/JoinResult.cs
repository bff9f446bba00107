using Iskra.Channels;

namespace Iskra.Gateway.Fanout;

/// <summary>Where a subscription starts to be live.</summary>
/// <param name="Position">The position after the replay.</param>
/// <param name="Recovered">
/// Whether everything after the position that was given has been replayed; false when a snapshot took its place, null when no
/// position was given.
/// </param>
public readonly record struct JoinResult(ChannelPosition Position, bool? Recovered);
