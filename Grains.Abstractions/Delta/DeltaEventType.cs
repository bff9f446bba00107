using System.Collections.Immutable;

namespace Iskra.Delta;

/// <summary>The types of events that become ∆DΩΛ records (domain section 6).</summary>
public static class DeltaEventType
{
    /// <summary>A connection was opened.</summary>
    public const string ConnectionEstablished = "connection_established";

    /// <summary>A connection could not be opened, or broke.</summary>
    public const string ConnectionFailed = "connection_failed";

    /// <summary>Heartbeats were answered.</summary>
    public const string HeartbeatSuccess = "heartbeat_success";

    /// <summary>A heartbeat was not answered in time.</summary>
    public const string HeartbeatTimeout = "heartbeat_timeout";

    /// <summary>Something went wrong and was answered properly.</summary>
    public const string ErrorHandled = "error_handled";

    /// <summary>A session continued after its connection was lost.</summary>
    public const string ReconnectionSuccess = "reconnection_success";

    /// <summary>A session continued on a lesser transport.</summary>
    public const string FallbackActivated = "fallback_activated";

    /// <summary>A frame was refused.</summary>
    public const string ProtocolViolation = "protocol_violation";

    /// <summary>A bound was reached and something refused.</summary>
    public const string ServerOverload = "server_overload";

    /// <summary>The state of the system changed.</summary>
    public const string SeamTransition = "seam_transition";

    /// <summary>An automatic action was executed.</summary>
    public const string ActionExecuted = "action_executed";

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<string> All =
    [
        ConnectionEstablished, ConnectionFailed, HeartbeatSuccess, HeartbeatTimeout, ErrorHandled, ReconnectionSuccess, FallbackActivated,
        ProtocolViolation, ServerOverload, SeamTransition, ActionExecuted,
    ];
}
