namespace Iskra.Tests.Engine;

/// <summary>Writes down its reminders in the journal that its key names.</summary>
public sealed class ReminderGrain : Grain, IReminderGrain, IRemindable
{
    public Task Register(string name, TimeSpan due, TimeSpan period) => this.RegisterOrUpdateReminder(name, due, period);

    public async Task Cancel(string name)
    {
        if (await this.GetReminder(name) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    public async Task<bool> Has(string name) => await this.GetReminder(name) is not null;

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Journal.Write(this.GetPrimaryKeyString(), reminderName);
        return Task.CompletedTask;
    }
}
