using System.Collections.Immutable;

namespace Iskra.Connections;

/// <summary>A session, for people who look after the system.</summary>
/// <param name="Session">Its id, shortened so that it cannot be used.</param>
/// <param name="User">The authenticated user, or null.</param>
/// <param name="Dashboard">Which dashboard.</param>
/// <param name="Transport"><c>websocket</c> or <c>sse</c>.</param>
/// <param name="Gateway">The gateway that holds it, or null while it waits for its client.</param>
/// <param name="Channels">What it follows.</param>
/// <param name="RoundTripMs">Newest round trip of a heartbeat in milliseconds.</param>
[GenerateSerializer, Immutable, Alias("iskra.session-view")]
public sealed record SessionView(
    [property: Id(0)] string Session,
    [property: Id(1)] string? User,
    [property: Id(2)] string Dashboard,
    [property: Id(3)] string Transport,
    [property: Id(4)] string? Gateway,
    [property: Id(5)] ImmutableArray<string> Channels,
    [property: Id(6)] double? RoundTripMs);
