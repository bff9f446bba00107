namespace Iskra.Gateway.Protocol;

/// <summary><c>heartbeat</c>.</summary>
/// <param name="Ref">See <see cref="ClientFrame"/>.</param>
public sealed record HeartbeatFrame(ReadOnlyMemory<byte> Ref) : ClientFrame(Ref);
