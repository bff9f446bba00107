namespace Iskra.Cluster;

/// <summary>A gateway as it reported itself.</summary>
/// <param name="Gateway">Its id.</param>
/// <param name="Since">When it started.</param>
/// <param name="ReportedAt">When it reported last.</param>
/// <param name="Connections">Live connections open then.</param>
/// <param name="Sessions">Sessions that lived on it.</param>
/// <param name="Channels">Channels that it followed.</param>
/// <param name="Breaker">State of its circuit breaker: <c>closed</c>, <c>open</c> or <c>half_open</c>.</param>
/// <param name="Draining">Whether it was on its way out.</param>
[GenerateSerializer, Immutable, Alias("iskra.gateway-view")]
public sealed record GatewayView(
    [property: Id(0)] string Gateway,
    [property: Id(1)] DateTimeOffset Since,
    [property: Id(2)] DateTimeOffset ReportedAt,
    [property: Id(3)] long Connections,
    [property: Id(4)] int Sessions,
    [property: Id(5)] int Channels,
    [property: Id(6)] string Breaker,
    [property: Id(7)] bool Draining);
