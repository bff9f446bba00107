namespace Iskra.Health;

/// <summary>What one gateway counted since it last reported.</summary>
/// <param name="Gateway">Id of the gateway.</param>
/// <param name="Accepted">Upgrades accepted.</param>
/// <param name="Failed">Accepted connections that ended badly: heartbeat missed, slow consumer, reset.</param>
/// <param name="Open">Connections open now.</param>
/// <param name="Frames">Frames received.</param>
/// <param name="Errors">Frames answered with an error.</param>
/// <param name="RoundTrips">Heartbeats answered.</param>
/// <param name="RoundTripTotalMs">Sum of their round trips in milliseconds.</param>
/// <param name="HeartbeatsMissed">Heartbeats not answered in time.</param>
[GenerateSerializer, Immutable, Alias("iskra.gateway-counts")]
public sealed record GatewayCounts(
    [property: Id(0)] string Gateway,
    [property: Id(1)] long Accepted,
    [property: Id(2)] long Failed,
    [property: Id(3)] long Open,
    [property: Id(4)] long Frames,
    [property: Id(5)] long Errors,
    [property: Id(6)] long RoundTrips,
    [property: Id(7)] double RoundTripTotalMs,
    [property: Id(8)] long HeartbeatsMissed);
