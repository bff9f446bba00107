namespace Iskra.Gateway.Sessions;

/// <content>
/// Marks: a frame behind the events that the client answers by itself. Its answer proves that everything before it has been
/// received, so that a saved position never runs ahead of the client.
/// </content>
public sealed partial class Outbox
{
    private Action? _onMark;
    private long _marks;
    private long _markSentAt;
    private bool _advanced;
    private bool _markDue;
    private bool _markUnderWay;
    private bool _batchTimerArmed;

    /// <summary>Called under the lock when a mark takes its place among the events: now the positions are those of the mark.</summary>
    internal Action OnMark
    {
        set => _onMark = value;
    }

    /// <summary>
    /// To be called a few times a second. When the positions have moved on and the last mark is old enough, the next write carries
    /// one; when there has been no write by the next call, it is written by itself.
    /// </summary>
    /// <param name="interval">The shortest time between two marks.</param>
    internal void Tick(TimeSpan interval)
    {
        lock (_gate)
        {
            if (_markUnderWay || IsShut)
            {
                return;
            }

            if (!_markDue)
            {
                _markDue = _time.GetElapsedTime(_markSentAt) >= interval;
                return;
            }

            if (!_advanced)
            {
                return;
            }

            AddMarkIfDue();
            if (!TryStartWriting(isUrgent: true))
            {
                return;
            }
        }

        WriteOn();
    }

    /// <summary>The client answered a mark.</summary>
    /// <param name="number">The number that the answer carries.</param>
    /// <param name="confirm">Called under the lock when it is the newest mark.</param>
    /// <param name="roundTrip">The time since the mark was made.</param>
    /// <returns>Whether it is the newest mark, answered for the first time.</returns>
    internal bool TryConfirm(long number, Action confirm, out TimeSpan roundTrip)
    {
        lock (_gate)
        {
            roundTrip = _time.GetElapsedTime(_markSentAt);
            if (number != _marks || !_markUnderWay)
            {
                return false;
            }

            _markUnderWay = false;
            confirm();
            return true;
        }
    }

    /// <summary>Only under the lock.</summary>
    private void AddMarkIfDue()
    {
        if (!_markDue || !_advanced || IsShut)
        {
            return;
        }

        _markDue = false;
        if (_transport.CreateMark(_marks + 1) is not { } frame || !_queue.TryAdd(OutboxEntry.Control(frame), isBarrier: true))
        {
            return;
        }

        _marks++;
        _markSentAt = _time.GetTimestamp();
        _markUnderWay = true;
        _advanced = false;
        _onMark?.Invoke();
    }
}
