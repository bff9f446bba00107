using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>What is stored of a silence.</summary>
/// <param name="Silence">The silence.</param>
/// <param name="Serial">Number of its events.</param>
/// <param name="IsOver">Whether subscribers were told that it has ended.</param>
/// <param name="Pending">Events that its channel may not have yet.</param>
public sealed record SilenceRecord(Silence Silence, int Serial, bool IsOver, ImmutableArray<PendingAlertEvent> Pending);
