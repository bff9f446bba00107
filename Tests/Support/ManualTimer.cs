namespace Iskra.Tests;

/// <summary>A timer of <see cref="ManualTime"/>.</summary>
internal sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
{
    private readonly Lock _gate = new();
    private TimeSpan _period = Timeout.InfiniteTimeSpan;
    private long _version;
    private bool _disposed;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        long version;
        lock (_gate)
        {
            if (_disposed)
            {
                return false;
            }

            _period = period;
            version = ++_version;
        }

        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            time.Schedule(this, version, dueTime);
        }

        return true;
    }

    /// <summary>Whether the timer has not been changed since.</summary>
    public bool IsCurrent(long version) => Interlocked.Read(ref _version) == version;

    public void Fire(long version)
    {
        lock (_gate)
        {
            // Changed or disposed of by another thread since it fell due.
            if (_disposed || version != _version)
            {
                return;
            }

            if (_period != Timeout.InfiniteTimeSpan && _period > TimeSpan.Zero)
            {
                time.Schedule(this, _version, _period);
            }
        }

        callback(state);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _version++;
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
