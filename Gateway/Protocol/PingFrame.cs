namespace Iskra.Gateway.Protocol;

/// <summary><c>ping</c>.</summary>
/// <param name="Ref">See <see cref="ClientFrame"/>.</param>
/// <param name="Timestamp">The number as it was sent; empty when there was none.</param>
public sealed record PingFrame(ReadOnlyMemory<byte> Ref, ReadOnlyMemory<byte> Timestamp) : ClientFrame(Ref);
