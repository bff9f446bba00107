namespace Orleans.Runtime;

/// <summary>A reminder: a timer that outlives its activation.</summary>
public interface IGrainReminder
{
    /// <summary>Name of the reminder within its grain.</summary>
    string ReminderName { get; }
}
