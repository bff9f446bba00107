using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>
/// A notification that has been decided and not been handed over yet. It is stored before what it marks, so that a restart neither
/// forgets it nor decides it again.
/// </summary>
/// <param name="Notification">What is handed over.</param>
/// <param name="Marks">The steps that it covers.</param>
/// <param name="Group">The group as it is once it is sent; null for escalation steps.</param>
public sealed record NotificationIntent(Notification Notification, ImmutableArray<EscalationMark> Marks, GroupRecord? Group);
