using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain that has reminders.</summary>
public interface IRemindable : IGrain
{
    /// <summary>A reminder is due. It waits for its turn like a call.</summary>
    Task ReceiveReminder(string reminderName, TickStatus status);
}
