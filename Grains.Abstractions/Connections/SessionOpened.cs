using System.Collections.Immutable;

namespace Iskra.Connections;

/// <summary>The session is open at the gateway that asked.</summary>
/// <param name="Accepted">
/// False when the id named a session that cannot be resumed – unknown, expired, or of another user. Nothing was opened; the
/// gateway starts a session with an id of its own.
/// </param>
/// <param name="Resumed">Whether a stored session continues.</param>
/// <param name="Generation">Number of this opening; later calls carry it, so that a gateway that lost the session changes nothing.</param>
/// <param name="Subscriptions">What the session follows, with its saved positions.</param>
/// <param name="PreviousTransport">The transport that the session had before, when it continues.</param>
[GenerateSerializer, Immutable, Alias("iskra.session-opened")]
public sealed record SessionOpened(
    [property: Id(0)] bool Accepted,
    [property: Id(1)] bool Resumed,
    [property: Id(2)] long Generation,
    [property: Id(3)] ImmutableArray<Subscription> Subscriptions,
    [property: Id(4)] string? PreviousTransport = null);
