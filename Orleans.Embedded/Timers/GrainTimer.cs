namespace Orleans.Runtime;

/// <summary>A timer of an activation. A tick waits for its turn; the next is due a period after it has completed.</summary>
internal sealed class GrainTimer<TState> : Request, IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<TState, CancellationToken, Task> _callback;
    private readonly TState _state;
    private readonly bool _interleave;
    private readonly bool _keepAlive;
    private readonly CancellationTokenSource _ended = new();
    private readonly ITimer _timer;
    private TimeSpan _period = Timeout.InfiniteTimeSpan;
    private int _ticking;
    private bool _changed;
    private bool _disposed;

    public GrainTimer(Activation activation, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _callback = callback;
        _state = state;
        _interleave = options.Interleave;
        _keepAlive = options.KeepAlive;
        using (ExecutionContext.SuppressFlow())
        {
            _timer = activation.Runtime.Time.CreateTimer(
                static state => ((GrainTimer<TState>)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public override bool IsAlwaysInterleave => _interleave;

    public override bool KeepsAlive => _keepAlive;

    public override bool IsBound => true;

    public override bool IsAbandoned => _disposed;

    public override string Name => "timer";

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        if (_disposed)
        {
            return;
        }

        _period = period;
        _changed = true;
        _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    public override Task InvokeAsync(RequestHost host)
    {
        _changed = false;
        return _callback(_state, _ended.Token);
    }

    public override void Complete(Task finished)
    {
        Volatile.Write(ref _ticking, 0);
        if (finished.Exception?.InnerException is { } exception && !_disposed)
        {
            _activation.Runtime.Log.TimerFailed(_activation.GrainId, exception);
        }

        if (!_changed && !_disposed && _period != Timeout.InfiniteTimeSpan)
        {
            _timer.Change(_period, Timeout.InfiniteTimeSpan);
        }
    }

    public override void Fail(Exception exception)
    {
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _timer.Dispose();
        _ended.Cancel();
        _activation.Forget(this);
    }

    private static void Check(TimeSpan span, string name)
    {
        if (span < TimeSpan.Zero && span != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(name, span, "It has to be 0 or more, or Timeout.InfiniteTimeSpan.");
        }
    }

    private void Tick()
    {
        // A tick that is still queued or running is not doubled; a change made meanwhile counts when it has completed.
        if (!_disposed && Interlocked.Exchange(ref _ticking, 1) == 0)
        {
            _activation.TryReceive(this);
        }
    }
}
