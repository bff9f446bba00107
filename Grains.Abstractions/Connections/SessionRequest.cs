namespace Iskra.Connections;

/// <summary>A socket asks for its session.</summary>
/// <param name="User">The authenticated user, or null. A session belongs to the user who opened it.</param>
/// <param name="Dashboard">Which dashboard: <c>pulse</c>, <c>seams</c>, <c>voices</c>, <c>dashboard</c>, <c>main</c> or <c>voice</c>.</param>
/// <param name="Transport"><c>websocket</c> or <c>sse</c>.</param>
/// <param name="Gateway">Id of the gateway.</param>
/// <param name="Host">Where the gateway can be called.</param>
/// <param name="Resume">Whether the client named this session; false for a session id that the gateway has just made.</param>
[GenerateSerializer, Immutable, Alias("iskra.session-request")]
public sealed record SessionRequest(
    [property: Id(0)] string? User,
    [property: Id(1)] string Dashboard,
    [property: Id(2)] string Transport,
    [property: Id(3)] string Gateway,
    [property: Id(4)] ISessionHost Host,
    [property: Id(5)] bool Resume);
