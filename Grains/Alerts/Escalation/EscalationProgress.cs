namespace Iskra.Alerts;

/// <summary>Where an alert is in its chain.</summary>
/// <param name="StartedAt">From when the steps count.</param>
/// <param name="Next">Number of steps that have run.</param>
/// <param name="HeldSince">Since when the clock of the chain stands, because the alert is suppressed; null while it goes.</param>
public sealed record EscalationProgress(DateTimeOffset StartedAt, int Next, DateTimeOffset? HeldSince);
