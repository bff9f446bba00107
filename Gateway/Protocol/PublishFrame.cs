namespace Iskra.Gateway.Protocol;

/// <summary><c>publish</c>.</summary>
/// <param name="Ref">See <see cref="ClientFrame"/>.</param>
/// <param name="Channel">A valid channel name.</param>
/// <param name="Data">The payload: JSON in UTF-8 without white space between tokens.</param>
public sealed record PublishFrame(ReadOnlyMemory<byte> Ref, string Channel, ReadOnlyMemory<byte> Data) : ClientFrame(Ref);
