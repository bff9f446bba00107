using System.Net;
using Iskra.Gateway.Observability;
using Iskra.Gateway.Security;

namespace Iskra.Gateway.Sessions;

/// <summary>A connection that asks for a session.</summary>
public sealed record SessionOpening
{
    /// <summary>Where it came in.</summary>
    public required SessionEndpoint Endpoint { get; init; }

    /// <summary>Who is at the other end.</summary>
    public required Caller Caller { get; init; }

    /// <summary><c>websocket</c> or <c>sse</c>.</summary>
    public required string Transport { get; init; }

    /// <summary>The outbox of the connection.</summary>
    public required Outbox Outbox { get; init; }

    /// <summary>The connection.</summary>
    public required ISessionConnection Connection { get; init; }

    /// <summary>What is counted for the endpoint.</summary>
    public required EndpointMetrics Metrics { get; init; }

    /// <summary>The session that the client wants to continue; null for a new one.</summary>
    public string? Session { get; init; }

    /// <summary>Where the client is; null when it is not known.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>When the connection was accepted, as a timestamp of the clock.</summary>
    public long AcceptedAt { get; init; }
}
