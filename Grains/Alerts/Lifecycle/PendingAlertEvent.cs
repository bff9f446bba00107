namespace Iskra.Alerts;

/// <summary>An event that is stored with what it tells of until its channel has it; appending it again with the same id is harmless.</summary>
/// <param name="Id">Id of the event.</param>
/// <param name="Order">Events are appended in this order.</param>
/// <param name="Type">Type of the event.</param>
/// <param name="At">When it happened.</param>
/// <param name="Data">Its payload, as JSON.</param>
public sealed record PendingAlertEvent(string Id, long Order, string Type, DateTimeOffset At, string Data);
