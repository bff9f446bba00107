namespace Iskra.Notifications;

/// <summary>What bounds the tries to one integration.</summary>
public sealed class OutboxLane(NotificationSettings settings, DateTimeOffset now)
{
    /// <summary>Most tries to one integration that are under way at the same time.</summary>
    public const int MaxUnderWay = 4;

    private TokenBucket _bucket = TokenBucket.Full(settings, now);
    private DateTimeOffset _heldUntil = now;
    private int _underWay;

    /// <summary>Takes the right to try now, if it is there.</summary>
    public bool TryTake(DateTimeOffset now)
    {
        _bucket = _bucket.Fill(settings, now);
        if (_underWay >= MaxUnderWay || _heldUntil > now || !_bucket.HasToken) return false;
        _bucket = _bucket.Take();
        _underWay++;
        return true;
    }

    /// <summary>A try has ended.</summary>
    /// <param name="holdUntil">Until when the receiver asks to be left alone.</param>
    public void Release(DateTimeOffset? holdUntil)
    {
        _underWay--;
        if (holdUntil > _heldUntil) _heldUntil = holdUntil.Value;
    }

    /// <summary>When the next try may begin by the clock; null when the end of another is waited for.</summary>
    public DateTimeOffset? ReadyAt()
    {
        if (_underWay >= MaxUnderWay) return null;
        var ready = _bucket.ReadyAt(settings);
        return ready > _heldUntil ? ready : _heldUntil;
    }
}
