namespace Iskra.Gateway.Sessions;

/// <summary>
/// When a silent connection is asked, and when it counts as dead (protocol section 6): after an interval of silence, and after
/// three questions without a sign of life. Pure: the caller gives the time.
/// </summary>
public struct HeartbeatRule
{
    /// <summary>Questions without a sign of life that end a connection.</summary>
    public const int MaxMissed = 3;

    private long _heardMs;
    private long _askedMs;
    private int _missed;
    private bool _isAsking;

    /// <summary>A connection that has just been heard.</summary>
    public HeartbeatRule(long nowMs) => _heardMs = nowMs;

    /// <summary>What is to be done.</summary>
    public enum Step
    {
        /// <summary>Nothing.</summary>
        None,

        /// <summary>Ask.</summary>
        Ask,

        /// <summary>Ask again: a question was not answered in time.</summary>
        AskAgain,

        /// <summary>The last question was not answered in time.</summary>
        Dead,
    }

    /// <summary>How many questions in a row were not answered in time.</summary>
    public readonly int Missed => _missed;

    /// <summary>The client gave a sign of life; any frame is one.</summary>
    public void Heard(long nowMs)
    {
        _heardMs = nowMs;
        _missed = 0;
        _isAsking = false;
    }

    /// <summary>Decides what to do.</summary>
    /// <param name="nowMs">The time in milliseconds.</param>
    /// <param name="intervalMs">Silence after which the client is asked.</param>
    /// <param name="timeoutMs">Time for an answer.</param>
    public Step Next(long nowMs, int intervalMs, int timeoutMs)
    {
        if (!_isAsking)
        {
            if (nowMs - _heardMs < intervalMs)
            {
                return Step.None;
            }

            return Ask(nowMs, Step.Ask);
        }

        if (nowMs - _askedMs < timeoutMs)
        {
            return Step.None;
        }

        return ++_missed >= MaxMissed ? Step.Dead : Ask(nowMs, Step.AskAgain);
    }

    private Step Ask(long nowMs, Step step)
    {
        _isAsking = true;
        _askedMs = nowMs;
        return step;
    }
}
