namespace Iskra.Gateway.Protocol;

/// <summary><c>pong</c>: counts as life and has no answer.</summary>
/// <param name="Ref">See <see cref="ClientFrame"/>.</param>
public sealed record PongFrame(ReadOnlyMemory<byte> Ref) : ClientFrame(Ref);
