namespace Iskra.Alerts;

/// <summary>An event that waits to be appended to its channel.</summary>
/// <param name="Channel">Name of the channel.</param>
/// <param name="Key">Fingerprint of the alert or id of the silence that it tells of.</param>
/// <param name="Event">The event.</param>
public sealed record BoardEvent(string Channel, string Key, PendingAlertEvent Event);
