namespace Iskra.Gateway.Protocol;

/// <summary>What a message turned out to be: a frame, or the reason why it is none.</summary>
/// <param name="Frame">The frame; null when there is an error.</param>
/// <param name="Error">The error; null when there is a frame.</param>
/// <param name="Ref">The <c>ref</c> for the reply as JSON, also beside an error when it could be read; empty when there is none.</param>
public readonly record struct ParsedFrame(ClientFrame? Frame, FrameError? Error, ReadOnlyMemory<byte> Ref);
