namespace Iskra.Alerts;

/// <summary>
/// What happens next by time alone. Each deadline has one time; an earlier one replaces it. A later one is found when the earlier
/// comes: whoever handles a deadline looks whether it is really due, so that what is put off often costs nothing.
/// </summary>
public sealed class DeadlineQueue
{
    private readonly PriorityQueue<Deadline, DateTimeOffset> _queue = new();
    private readonly Dictionary<Deadline, DateTimeOffset> _times = [];

    /// <summary>Time of the next one; null for none.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            DropStale();
            return _queue.TryPeek(out _, out var at) ? at : null;
        }
    }

    /// <summary>Number of deadlines.</summary>
    public int Count => _times.Count;

    /// <summary>Sets the time of a deadline, unless an earlier one is set.</summary>
    public void Set(DeadlineKind kind, string key, DateTimeOffset at)
    {
        var deadline = new Deadline(kind, key);
        if (_times.TryGetValue(deadline, out var known) && known <= at) return;
        _times[deadline] = at;
        _queue.Enqueue(deadline, at);
    }

    /// <summary>Takes a deadline whose time has come.</summary>
    public bool TryTake(DateTimeOffset now, out Deadline deadline)
    {
        DropStale();
        if (_queue.TryPeek(out deadline, out var at) && at <= now)
        {
            _queue.Dequeue();
            _times.Remove(deadline);
            return true;
        }

        return false;
    }

    private void DropStale()
    {
        while (_queue.TryPeek(out var deadline, out var at) && !(_times.TryGetValue(deadline, out var known) && known == at)) _queue.Dequeue();
    }
}
