namespace Iskra.Tests;

/// <summary>
/// A clock that only moves when it is told to. Timers fire in the order of their due times, on the thread that advances, and
/// each sees the clock at its own due time.
/// </summary>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<(ManualTimer Timer, long Version), (long Due, long Order)> _due = new();
    private long _ticks;
    private long _order;

    /// <summary>A clock that starts at noon of 1 January 2030, UTC.</summary>
    public ManualTime()
        : this(new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Ticks of a timestamp in a second; the same as those of a <see cref="TimeSpan"/>.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How far the clock has moved since it was made.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => start + Elapsed;

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    /// <summary>Moves the clock and fires what falls due, also what is only made to fall due on the way.</summary>
    /// <param name="by">How far, 0 or more.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var until = Interlocked.Read(ref _ticks) + by.Ticks;
        while (TakeDue(until) is { } due)
        {
            due.Timer.Fire(due.Version);
        }

        MoveTo(until);
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    internal void Schedule(ManualTimer timer, long version, TimeSpan wait)
    {
        lock (_gate)
        {
            _due.Enqueue((timer, version), (_ticks + Math.Max(0, wait.Ticks), _order++));
        }
    }

    private (ManualTimer Timer, long Version)? TakeDue(long until)
    {
        lock (_gate)
        {
            while (_due.TryPeek(out var next, out var when) && when.Due <= until)
            {
                _due.Dequeue();
                if (next.Timer.IsCurrent(next.Version))
                {
                    Interlocked.Exchange(ref _ticks, Math.Max(_ticks, when.Due));
                    return next;
                }
            }

            return null;
        }
    }

    private void MoveTo(long ticks)
    {
        lock (_gate)
        {
            Interlocked.Exchange(ref _ticks, Math.Max(_ticks, ticks));
        }
    }
}
