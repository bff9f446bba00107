using System.Collections.Immutable;

namespace Iskra.Gateway.Hosting;

/// <summary>Configuration section <c>Gateway</c>, checked at start (protocol section 6). Registered as a singleton.</summary>
public sealed record GatewayOptions
{
    /// <summary><c>Gateway:Bind</c>: the address to listen on – an IP address, <c>localhost</c> or <c>*</c> for all.</summary>
    public string Bind { get; init; } = "127.0.0.1";

    /// <summary><c>Gateway:Ports</c>.</summary>
    public GatewayPorts Ports { get; init; } = new();

    /// <summary>
    /// <c>Gateway:AllowedOrigins</c> (older name <c>CORS_ORIGINS</c>): origins that browsers may come from, <c>*</c> for all. Empty
    /// means the gateway's own pages only.
    /// </summary>
    public ImmutableArray<string> AllowedOrigins { get; init; } = [];

    /// <summary><c>Gateway:TrustedProxies</c>: addresses and networks (<c>10.0.0.0/8</c>) whose forwarded client addresses count.</summary>
    public ImmutableArray<string> TrustedProxies { get; init; } = [];

    /// <summary><c>Gateway:MaxConnections</c> (older name <c>MAX_WEBSOCKET_CONNECTIONS</c>): live connections at most.</summary>
    public int MaxConnections { get; init; } = 1_000;

    /// <summary><c>Gateway:MaxConnectionsPerAddress</c>: live connections at most from one client address; loopback is exempt.</summary>
    public int MaxConnectionsPerAddress { get; init; } = 10;

    /// <summary><c>Gateway:MessagesPerSecond</c>: frames a session may send, sustained.</summary>
    public int MessagesPerSecond { get; init; } = 200;

    /// <summary><c>Gateway:MessageBurst</c>: frames a session may send at once.</summary>
    public int MessageBurst { get; init; } = 400;

    /// <summary><c>Gateway:MaxSubscriptions</c>: channels a session may follow, defaults of its endpoint not counted.</summary>
    public int MaxSubscriptions { get; init; } = 100;

    /// <summary><c>Gateway:MaxMessageBytes</c>: largest message on a dashboard socket and largest body of most requests.</summary>
    public int MaxMessageBytes { get; init; } = 1 << 20;

    /// <summary><c>Gateway:MaxSampleBodyBytes</c>: largest body of <c>POST /api/v2/metrics</c>.</summary>
    public int MaxSampleBodyBytes { get; init; } = 10 << 20;

    /// <summary><c>Gateway:HeartbeatIntervalMs</c>: silence after which a live connection is pinged.</summary>
    public int HeartbeatIntervalMs { get; init; } = 30_000;

    /// <summary><c>Gateway:HeartbeatTimeoutMs</c>: time for the answer to a ping; three missed in a row end the connection.</summary>
    public int HeartbeatTimeoutMs { get; init; } = 10_000;

    /// <summary><c>Gateway:OutboxBytes</c>: bytes that may wait for one connection.</summary>
    public int OutboxBytes { get; init; } = 1 << 20;

    /// <summary><c>Gateway:OutboxFrames</c>: frames that may wait for one connection.</summary>
    public int OutboxFrames { get; init; } = 8_192;

    /// <summary><c>Gateway:WriteTimeoutMs</c>: time that one write to a connection may take.</summary>
    public int WriteTimeoutMs { get; init; } = 10_000;

    /// <summary><c>Gateway:RequestTimeoutMs</c>: time that the cluster has for an answer.</summary>
    public int RequestTimeoutMs { get; init; } = 5_000;

    /// <summary><c>Gateway:DrainMs</c>: time over which the connections are closed when the gateway stops.</summary>
    public int DrainMs { get; init; } = 5_000;
}
