using System.Collections.Concurrent;
using Orleans.Runtime;
using Orleans.Timers;

namespace Orleans.Reminders;

/// <summary>Keeps the reminders and calls the grains when they are due.</summary>
internal sealed class ReminderService(EmbeddedRuntime runtime, IReminderStore store) : IReminderRegistry, IDisposable
{
    /// <summary>The shortest period; what is needed more often is a timer.</summary>
    public static readonly TimeSpan ShortestPeriod = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(GrainId, string), ScheduledReminder> _scheduled = new();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var entry in await store.ReadAllAsync(cancellationToken))
        {
            Schedule(entry);
        }
    }

    public async Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        if (period < ShortestPeriod)
        {
            throw new ArgumentException($"The period of reminder {reminderName} is {period}; it has to be at least {ShortestPeriod}.", nameof(period));
        }

        var entry = new ReminderEntry(callingGrainId, reminderName, runtime.Time.GetUtcNow() + dueTime, period);
        await store.UpsertAsync(entry, CancellationToken.None);
        Schedule(entry);
        return new GrainReminder(reminderName);
    }

    public async Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder)
    {
        await store.RemoveAsync(callingGrainId, reminder.ReminderName, CancellationToken.None);
        if (_scheduled.TryRemove((callingGrainId, reminder.ReminderName), out var scheduled))
        {
            scheduled.Dispose();
        }
    }

    public Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName) => Task.FromResult<IGrainReminder?>(
        _scheduled.ContainsKey((callingGrainId, reminderName)) ? new GrainReminder(reminderName) : null);

    public Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId) => Task.FromResult<List<IGrainReminder>>(
        [.. _scheduled.Keys.Where(key => key.Item1 == callingGrainId).Select(key => new GrainReminder(key.Item2))]);

    public void Dispose()
    {
        foreach (var (_, scheduled) in _scheduled)
        {
            scheduled.Dispose();
        }
    }

    private void Schedule(ReminderEntry entry)
    {
        var added = new ScheduledReminder(entry, runtime.Time, Tick);
        _scheduled.AddOrUpdate((entry.GrainId, entry.Name), added, (_, present) =>
        {
            present.Dispose();
            return added;
        });
    }

    private void Tick(ScheduledReminder reminder)
    {
        var entry = reminder.Entry;
        var status = new TickStatus(entry.StartAt.UtcDateTime, entry.Period, runtime.Time.GetUtcNow().UtcDateTime);
        var grain = (IRemindable)(object)runtime.Proxies.Create(typeof(IRemindable), entry.GrainId);
        grain.ReceiveReminder(entry.Name, status).ContinueWith(
            task => runtime.Log.ReminderFailed(entry.Name, entry.GrainId, task.Exception!.InnerException!),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
