namespace Iskra.Alerts;

/// <summary>That a notification covers steps of an alert's chain.</summary>
/// <param name="Fingerprint">The alert.</param>
/// <param name="Life">Its life, see <see cref="AlertRecord.Life"/>.</param>
/// <param name="Next">How many steps have run with it.</param>
/// <param name="IsResolve">Whether it tells that the alert has ended.</param>
public sealed record EscalationMark(string Fingerprint, long Life, int Next, bool IsResolve);
