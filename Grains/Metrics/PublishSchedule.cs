namespace Iskra.Metrics;

/// <summary>
/// When a live value is to be shown: at once when it changed, but never within <see cref="MinGap"/> of the time before, and
/// once per interval when nothing changed; only while somebody watches. Repeats keep to their grid, so that late ones do not
/// add up. Times are those of a clock that never goes back, counted from any origin.
/// </summary>
/// <param name="interval">The time between repeats.</param>
public sealed class PublishSchedule(TimeSpan interval)
{
    /// <summary>Shortest time between two publications, 50 ms.</summary>
    public static readonly TimeSpan MinGap = TimeSpan.FromMilliseconds(50);

    /// <summary>Longest lease that a watcher may take.</summary>
    public static readonly TimeSpan MaxLease = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Never = TimeSpan.MinValue / 2;

    private TimeSpan _watchedUntil = Never;
    private TimeSpan _last = Never;
    private TimeSpan _repeat = Never;
    private TimeSpan _slow;
    private TimeSpan _slowUntil = Never;
    private bool _changed;

    /// <summary>Whether somebody watches.</summary>
    public bool IsWatched(TimeSpan now) => now < _watchedUntil;

    /// <summary>Somebody watches for a time; the first watcher sees the value at once.</summary>
    public void Watch(TimeSpan now, TimeSpan lease)
    {
        if (!IsWatched(now)) _changed = true;
        var until = now + (lease < MaxLease ? lease : MaxLease);
        if (until > _watchedUntil) _watchedUntil = until;
    }

    /// <summary>Repeats come at another, longer interval for a time; an interval that is shorter than the own changes nothing.</summary>
    public void Pace(TimeSpan now, TimeSpan slow, TimeSpan lease)
    {
        _slow = slow;
        _slowUntil = now + (lease < MaxLease ? lease : MaxLease);
    }

    /// <summary>The value changed.</summary>
    public void Change() => _changed = true;

    /// <summary>When to publish next, perhaps a time that has passed; null when nobody watches by then.</summary>
    public TimeSpan? Due(TimeSpan now)
    {
        if (!IsWatched(now)) return null;
        var due = _changed ? Later(now, Earliest) : Later(_repeat, Earliest);
        return due < _watchedUntil ? due : null;
    }

    /// <summary>A publication has begun.</summary>
    public void Published(TimeSpan now)
    {
        var step = now < _slowUntil && _slow > interval ? _slow : interval;
        var onGrid = !_changed && now >= _repeat && now - _repeat < step;
        _repeat = (onGrid ? _repeat : now) + step;
        _changed = false;
        _last = now;
    }

    private TimeSpan Earliest => _last + MinGap;

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
