namespace Iskra.Gateway.Protocol;

/// <summary>A frame of a client that is well formed (protocol section 2).</summary>
/// <param name="Ref">The <c>ref</c> of the frame as the JSON that was sent, a string or a number; empty when there was none.</param>
public abstract record ClientFrame(ReadOnlyMemory<byte> Ref);
