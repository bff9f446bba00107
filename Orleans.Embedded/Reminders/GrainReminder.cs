using Orleans.Runtime;

namespace Orleans.Reminders;

/// <summary>A reminder as a grain sees it.</summary>
internal sealed record GrainReminder(string ReminderName) : IGrainReminder;
