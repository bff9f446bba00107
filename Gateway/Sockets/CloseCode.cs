namespace Iskra.Gateway.Sockets;

/// <summary>Close codes (RFC 6455 section 7.4, protocol section 4).</summary>
public static class CloseCode
{
    /// <summary>All is done; also: the session continues at another connection.</summary>
    public const ushort Normal = 1000;

    /// <summary>The server goes away.</summary>
    public const ushort GoingAway = 1001;

    /// <summary>Not WebSocket.</summary>
    public const ushort ProtocolError = 1002;

    /// <summary>The caller may not be here, or does not keep the rate.</summary>
    public const ushort PolicyViolation = 1008;

    /// <summary>A message over the limit.</summary>
    public const ushort MessageTooBig = 1009;

    /// <summary>A fault of ours.</summary>
    public const ushort InternalError = 1011;

    /// <summary>The server restarts; the reason says when to come back.</summary>
    public const ushort ServiceRestart = 1012;

    /// <summary>Too much to do; come back later.</summary>
    public const ushort TryAgainLater = 1013;

    /// <summary>The token has run out.</summary>
    public const ushort TokenExpired = 4001;

    /// <summary>Heartbeats were not answered.</summary>
    public const ushort HeartbeatMissed = 4002;

    /// <summary>The client cannot keep up; its session keeps the position.</summary>
    public const ushort SlowConsumer = 4003;

    /// <summary>Whether an endpoint may send the code in a close frame (RFC 6455 section 7.4.1 and 7.4.2).</summary>
    public static bool IsValid(ushort code) => code is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);
}
