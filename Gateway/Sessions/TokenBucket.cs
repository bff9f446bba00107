namespace Iskra.Gateway.Sessions;

/// <summary>
/// The message rate of one session (protocol section 4): a sustained rate, a burst, and how long it has been overrun. Pure: the
/// caller gives the time.
/// </summary>
public struct TokenBucket
{
    private double _tokens;
    private long _updatedMs;
    private long _overrunSinceMs;

    /// <summary>A full bucket.</summary>
    /// <param name="burst">Messages that may come at once.</param>
    /// <param name="nowMs">The time in milliseconds.</param>
    public TokenBucket(int burst, long nowMs)
    {
        _tokens = burst;
        _updatedMs = nowMs;
        _overrunSinceMs = -1;
    }

    /// <summary>Takes one message.</summary>
    /// <param name="perSecond">The sustained rate.</param>
    /// <param name="burst">Messages that may come at once.</param>
    /// <param name="nowMs">The time in milliseconds, never less than before.</param>
    /// <returns>0 when the message may pass, else the seconds after which the next one may.</returns>
    public double Take(int perSecond, int burst, long nowMs)
    {
        _tokens = Math.Min(burst, _tokens + ((nowMs - _updatedMs) * perSecond / 1_000.0));
        _updatedMs = nowMs;
        if (_tokens >= 1)
        {
            _tokens--;
            if (_tokens >= burst / 2.0)
            {
                _overrunSinceMs = -1;
            }

            return 0;
        }

        if (_overrunSinceMs < 0)
        {
            _overrunSinceMs = nowMs;
        }

        return (1 - _tokens) / perSecond;
    }

    /// <summary>For how long messages have been refused without the sender slowing down, in milliseconds.</summary>
    /// <remarks>A sender has slowed down once half of the burst has come back.</remarks>
    public readonly long OverrunMs(long nowMs) => _overrunSinceMs < 0 ? 0 : nowMs - _overrunSinceMs;
}
