namespace Iskra.Gateway.Fanout;

/// <summary>
/// Decides whether events are handed out at once or a moment later together with what is on its way. A hand-out to a thousand
/// sessions costs a thousand writes, whether it carries one event or ten; when one follows on the heels of another, waiting
/// for what is under way saves more time than it takes. After a pause nothing waits. Pure: the caller gives the time.
/// </summary>
public struct HandOutPace
{
    /// <summary>A hand-out that took less is never waited for.</summary>
    public static readonly TimeSpan MinCost = TimeSpan.FromMicroseconds(250);

    /// <summary>Longest wait.</summary>
    public static readonly TimeSpan MaxGather = TimeSpan.FromMilliseconds(2);

    private TimeSpan _cost;
    private TimeSpan _endedAt;
    private TimeSpan _gatherUntil;

    /// <summary>Notes a hand-out.</summary>
    public void HandedOut(TimeSpan startedAt, TimeSpan endedAt)
    {
        _cost = endedAt - startedAt;
        _endedAt = endedAt;
        _gatherUntil = TimeSpan.Zero;
    }

    /// <summary>Whether the next hand-out should wait for what is on its way.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isMoreUnderWay">Whether the process has other work that could bring more.</param>
    public bool ShouldGather(TimeSpan now, bool isMoreUnderWay)
    {
        if (_cost < MinCost || now - _endedAt >= _cost)
        {
            return false;
        }

        if (_gatherUntil == TimeSpan.Zero)
        {
            _gatherUntil = now + MaxGather;
            return true;
        }

        return isMoreUnderWay && now < _gatherUntil;
    }
}
