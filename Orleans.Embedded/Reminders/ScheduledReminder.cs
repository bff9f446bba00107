namespace Orleans.Reminders;

/// <summary>A reminder with its timer.</summary>
internal sealed class ScheduledReminder : IDisposable
{
    /// <summary>Timers cannot wait for longer than some weeks; a longer wait is done in parts.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    private readonly TimeProvider _time;
    private readonly Action<ScheduledReminder> _onDue;
    private readonly ITimer _timer;
    private DateTimeOffset _due;

    public ScheduledReminder(ReminderEntry entry, TimeProvider time, Action<ScheduledReminder> onDue)
    {
        Entry = entry;
        _time = time;
        _onDue = onDue;
        _due = entry.StartAt;
        _timer = time.CreateTimer(static state => ((ScheduledReminder)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Arm();
    }

    public ReminderEntry Entry { get; }

    public void Dispose() => _timer.Dispose();

    private void Arm()
    {
        var now = _time.GetUtcNow();
        if (_due < now - Entry.Period)
        {
            // Ticks that were due while nothing ran are not made up for, except the newest.
            _due += Entry.Period * Math.Floor((now - _due) / Entry.Period);
        }

        var wait = _due - now;
        _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        if (_time.GetUtcNow() >= _due)
        {
            _due += Entry.Period;
            _onDue(this);
        }

        Arm();
    }
}
