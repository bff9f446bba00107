using Orleans.Runtime;

namespace Orleans.Reminders;

/// <summary>A stored reminder.</summary>
/// <param name="GrainId">The grain.</param>
/// <param name="Name">Name within the grain.</param>
/// <param name="StartAt">When the first tick is or was due.</param>
/// <param name="Period">Time between ticks.</param>
public sealed record ReminderEntry(GrainId GrainId, string Name, DateTimeOffset StartAt, TimeSpan Period);
