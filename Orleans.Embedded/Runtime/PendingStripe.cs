namespace Orleans.Runtime;

/// <summary>Calls that wait for an answer, oldest first. All have the same patience, so the oldest gives up first.</summary>
internal sealed class PendingStripe
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly long _patienceTicks;
    private readonly ITimer _timer;
    private GrainCall? _first;
    private GrainCall? _last;
    private bool _armed;

    public PendingStripe(TimeProvider time, TimeSpan patience)
    {
        _time = time;
        _patience = patience;
        _patienceTicks = (long)(patience.TotalSeconds * time.TimestampFrequency);
        _timer = time.CreateTimer(
            static state => ((PendingStripe)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(GrainCall call)
    {
        call.Deadline = _time.GetTimestamp() + _patienceTicks;
        lock (_gate)
        {
            call.Pending = this;
            call.PendingPrevious = _last;
            if (_last is null)
            {
                _first = call;
            }
            else
            {
                _last.PendingNext = call;
            }

            _last = call;
            if (!_armed)
            {
                _armed = true;
                _timer.Change(_patience, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Remove(GrainCall call)
    {
        lock (_gate)
        {
            if (call.Pending is not null)
            {
                Unlink(call);
            }
        }
    }

    /// <summary>Takes out all calls.</summary>
    public List<GrainCall> TakeAll() => TakeUntil(long.MaxValue);

    private void OnTimer()
    {
        foreach (var call in TakeUntil(_time.GetTimestamp()))
        {
            call.Cancellation?.CancelGrainSide();
            call.Fail(new TimeoutException(
                $"{call.Name} of {call.TargetId} has not answered within {_patience.TotalSeconds:0.###} s."));
        }
    }

    private List<GrainCall> TakeUntil(long timestamp)
    {
        var taken = new List<GrainCall>();
        lock (_gate)
        {
            while (_first is { } call && call.Deadline <= timestamp)
            {
                Unlink(call);
                taken.Add(call);
            }

            _armed = _first is not null;
            if (_first is not null)
            {
                var left = TimeSpan.FromSeconds((double)(_first.Deadline - _time.GetTimestamp()) / _time.TimestampFrequency);
                _timer.Change(left < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : left, Timeout.InfiniteTimeSpan);
            }
        }

        return taken;
    }

    private void Unlink(GrainCall call)
    {
        if (call.PendingPrevious is null)
        {
            _first = call.PendingNext;
        }
        else
        {
            call.PendingPrevious.PendingNext = call.PendingNext;
        }

        if (call.PendingNext is null)
        {
            _last = call.PendingPrevious;
        }
        else
        {
            call.PendingNext.PendingPrevious = call.PendingPrevious;
        }

        call.PendingNext = null;
        call.PendingPrevious = null;
        call.Pending = null;
    }
}
