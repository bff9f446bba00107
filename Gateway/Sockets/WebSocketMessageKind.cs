namespace Iskra.Gateway.Sockets;

/// <summary>What the decoder found.</summary>
public enum WebSocketMessageKind
{
    /// <summary>Nothing whole yet.</summary>
    NeedMore,

    /// <summary>A text message.</summary>
    Text,

    /// <summary>A binary message.</summary>
    Binary,

    /// <summary>A ping.</summary>
    Ping,

    /// <summary>A pong.</summary>
    Pong,

    /// <summary>The other side closes.</summary>
    Close,

    /// <summary>A message over the limit begins or goes on; nothing after it can be decoded.</summary>
    TooLarge,

    /// <summary>Not WebSocket; nothing after it can be decoded.</summary>
    Violation,
}
