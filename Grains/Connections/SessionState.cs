using System.Collections.Immutable;

namespace Iskra.Connections;

/// <summary>What is stored of a session.</summary>
/// <param name="User">The authenticated user it belongs to, or null.</param>
/// <param name="Dashboard">Which dashboard.</param>
/// <param name="Transport"><c>websocket</c> or <c>sse</c>.</param>
/// <param name="Gateway">The gateway that holds it, or null while it waits for its client.</param>
/// <param name="Generation">Number of the latest opening, from 1.</param>
/// <param name="OpenedAt">When it was opened the last time; with gateway and generation it tells two openings apart.</param>
/// <param name="SeenAt">The last sign of life.</param>
/// <param name="RoundTripMs">Newest round trip of a heartbeat in milliseconds.</param>
/// <param name="Subscriptions">What it follows, with the positions that are known to be received.</param>
[GenerateSerializer, Immutable, Alias("iskra.session-state")]
public sealed record SessionState(
    [property: Id(0)] string? User,
    [property: Id(1)] string Dashboard,
    [property: Id(2)] string Transport,
    [property: Id(3)] string? Gateway,
    [property: Id(4)] long Generation,
    [property: Id(5)] DateTimeOffset OpenedAt,
    [property: Id(6)] DateTimeOffset SeenAt,
    [property: Id(7)] double? RoundTripMs,
    [property: Id(8)] ImmutableArray<Subscription> Subscriptions);
