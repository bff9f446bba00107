using System.Collections.Immutable;

namespace Iskra.Connections;

/// <summary>What a gateway saves of a session while it runs.</summary>
/// <param name="Subscriptions">All channels with the position that is known to be received.</param>
/// <param name="RoundTripMs">Newest round trip of a heartbeat in milliseconds; null before the first.</param>
[GenerateSerializer, Immutable, Alias("iskra.session-checkpoint")]
public sealed record SessionCheckpoint(
    [property: Id(0)] ImmutableArray<Subscription> Subscriptions,
    [property: Id(1)] double? RoundTripMs);
