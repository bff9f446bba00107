namespace Iskra.Gateway.Sockets;

/// <summary>What a WebSocket frame carries (RFC 6455 section 5.2).</summary>
public enum WebSocketOpcode : byte
{
    /// <summary>More of the message that an earlier frame began.</summary>
    Continuation = 0x0,

    /// <summary>Text in UTF-8.</summary>
    Text = 0x1,

    /// <summary>Anything else; Iskra does not speak it.</summary>
    Binary = 0x2,

    /// <summary>The end of the connection, with a code and a reason.</summary>
    Close = 0x8,

    /// <summary>A question whether the other side is there.</summary>
    Ping = 0x9,

    /// <summary>The answer, with the payload of the question.</summary>
    Pong = 0xA,
}
