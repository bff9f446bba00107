namespace Iskra.Tests.Gateway.Transports;

/// <summary>The four transports (protocol section 1).</summary>
public enum TransportKind
{
    /// <summary>WebSocket.</summary>
    WebSocket,

    /// <summary>Server-sent events.</summary>
    Sse,

    /// <summary>Polling that waits for the first event.</summary>
    LongPolling,

    /// <summary>Polling with <c>timeout=0</c>.</summary>
    Polling,
}
