namespace Iskra.Gateway.Protocol;

/// <summary><c>ack_alert</c>.</summary>
/// <param name="Ref">See <see cref="ClientFrame"/>.</param>
/// <param name="Fingerprint">16 lower-case hexadecimal digits.</param>
public sealed record AckAlertFrame(ReadOnlyMemory<byte> Ref, string Fingerprint) : ClientFrame(Ref);
