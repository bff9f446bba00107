namespace Orleans.Simulation;

/// <summary>Time that stands still while turns run, and jumps to the next timer when none can.</summary>
internal sealed class VirtualTime(DateTimeOffset start, Random random) : TimeProvider
{
    private readonly PriorityQueue<(VirtualTimer Timer, long Version), (long Due, long Order)> _due = new();
    private long _ticks;

    /// <summary>Number of pending timers that may make something happen.</summary>
    public int ForegroundTimers { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public TimeSpan Elapsed => TimeSpan.FromTicks(_ticks);

    public override DateTimeOffset GetUtcNow() => start + Elapsed;

    public override long GetTimestamp() => _ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Does something later.</summary>
    public void After(TimeSpan wait, Action action) => CreateTimer(static state => ((Action)state!)(), action, wait, Timeout.InfiniteTimeSpan);

    public void Schedule(VirtualTimer timer, long version, TimeSpan wait)
    {
        // Timers that are due at the same time fire in an order that the seed decides.
        _due.Enqueue((timer, version), (_ticks + wait.Ticks, random.NextInt64()));
    }

    /// <summary>Moves to the next timer and fires it.</summary>
    /// <returns>False when there is none that could make something happen.</returns>
    /// <exception cref="SimulationException">It lies beyond the bound.</exception>
    public bool FireNext(TimeSpan bound)
    {
        while (ForegroundTimers > 0 && _due.TryDequeue(out var next, out var when))
        {
            if (!next.Timer.IsCurrent(next.Version))
            {
                continue;
            }

            if (when.Due > bound.Ticks)
            {
                throw new SimulationException($"It has not ended after {bound} of virtual time.");
            }

            _ticks = Math.Max(_ticks, when.Due);
            next.Timer.Fire();
            return true;
        }

        return false;
    }
}
