namespace Iskra.Channels;

/// <summary>
/// The calls that wait for the next write, in the order of their arrival. Everything that arrives while one write is under way
/// goes into the next, so that the cost of a round trip is shared. The drafts of one call are never split over two writes.
/// </summary>
public sealed class GroupCommit
{
    /// <summary>Most drafts that may wait.</summary>
    public const int MaxWaitingDrafts = 10_000;

    /// <summary>Most bytes of payload that may wait.</summary>
    public const long MaxWaitingBytes = 8L << 20;

    /// <summary>Most events in one write.</summary>
    public const int MaxWriteEvents = 1_000;

    /// <summary>Most bytes of payload in one write.</summary>
    public const long MaxWriteBytes = 1L << 20;

    private readonly Queue<PendingAppend> _calls = new();

    /// <summary>How many drafts wait.</summary>
    public int WaitingDrafts { get; private set; }

    /// <summary>Their payload in bytes.</summary>
    public long WaitingBytes { get; private set; }

    /// <summary>Whether no call waits.</summary>
    public bool IsEmpty => _calls.Count == 0;

    /// <summary>When the call that has waited longest arrived, Unix time in microseconds; null when none waits.</summary>
    public long? OldestUs => _calls.TryPeek(out var call) ? call.AcceptedUs : null;

    /// <summary>Adds a call.</summary>
    /// <returns>False when a bound is reached; then nothing is added.</returns>
    public bool TryAdd(PendingAppend call)
    {
        if (WaitingDrafts + call.Drafts.Length > MaxWaitingDrafts || WaitingBytes + call.Bytes > MaxWaitingBytes)
        {
            return false;
        }

        _calls.Enqueue(call);
        WaitingDrafts += call.Drafts.Length;
        WaitingBytes += call.Bytes;
        return true;
    }

    /// <summary>Takes the calls of the next write: the oldest, as many as one write can hold, at least one when one waits.</summary>
    public IReadOnlyList<PendingAppend> TakeWrite()
    {
        var taken = new List<PendingAppend>();
        var events = 0;
        var bytes = 0L;
        while (_calls.TryPeek(out var call))
        {
            events += call.Drafts.Length;
            bytes += call.Bytes;
            if (taken.Count > 0 && (events > MaxWriteEvents || bytes > MaxWriteBytes))
            {
                break;
            }

            taken.Add(Take());
        }

        return taken;
    }

    /// <summary>Takes the calls that arrived at or before a time, given as Unix time in microseconds.</summary>
    public IReadOnlyList<PendingAppend> TakeOlder(long arrivedUs)
    {
        var taken = new List<PendingAppend>();
        while (_calls.TryPeek(out var call) && call.AcceptedUs <= arrivedUs)
        {
            taken.Add(Take());
        }

        return taken;
    }

    /// <summary>Takes every call.</summary>
    public IReadOnlyList<PendingAppend> TakeAll() => TakeOlder(long.MaxValue);

    private PendingAppend Take()
    {
        var call = _calls.Dequeue();
        WaitingDrafts -= call.Drafts.Length;
        WaitingBytes -= call.Bytes;
        return call;
    }
}
