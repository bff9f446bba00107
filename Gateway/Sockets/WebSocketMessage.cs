namespace Iskra.Gateway.Sockets;

/// <summary>What the decoder found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Consumed">How many bytes of the input it took.</param>
/// <param name="Payload">The payload; valid until the next call of the decoder and while the input is.</param>
/// <param name="Fault">For <see cref="WebSocketMessageKind.Violation"/>: the rule that was broken.</param>
public readonly record struct WebSocketMessage(
    WebSocketMessageKind Kind,
    int Consumed,
    ReadOnlyMemory<byte> Payload = default,
    string? Fault = null);
