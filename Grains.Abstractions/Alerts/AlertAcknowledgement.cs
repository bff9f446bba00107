namespace Iskra.Alerts;

/// <summary>That somebody takes care of an alert; it counts until the alert has ended.</summary>
/// <param name="By">Who, for people to read.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable, Alias("iskra.alert-acknowledgement")]
public sealed record AlertAcknowledgement([property: Id(0)] string By, [property: Id(1)] DateTimeOffset At);
