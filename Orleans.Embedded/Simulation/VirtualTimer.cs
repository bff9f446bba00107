using Orleans.Runtime;

namespace Orleans.Simulation;

/// <summary>A timer of <see cref="VirtualTime"/>.</summary>
internal sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
{
    private TimeSpan _period = Timeout.InfiniteTimeSpan;
    private long _version;
    private bool _pending;
    private bool _disposed;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed)
        {
            return false;
        }

        _period = period;
        _version++;
        SetPending(dueTime != Timeout.InfiniteTimeSpan);
        if (_pending)
        {
            time.Schedule(this, _version, dueTime);
        }

        return true;
    }

    public bool IsCurrent(long version) => _pending && _version == version;

    public void Fire()
    {
        SetPending(_period != Timeout.InfiniteTimeSpan && _period > TimeSpan.Zero);
        if (_pending)
        {
            time.Schedule(this, _version, _period);
        }

        callback(state);
    }

    public void Dispose()
    {
        _disposed = true;
        SetPending(false);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void SetPending(bool pending)
    {
        if (state is not IBackgroundWork && pending != _pending)
        {
            time.ForegroundTimers += pending ? 1 : -1;
        }

        _pending = pending;
    }
}
