namespace Iskra.Channels;

/// <summary>What a <see cref="DurableChannelLog"/> needs from the grain that owns it. Nothing of it may block.</summary>
public interface IDurableChannelOwner
{
    /// <summary>There are new events after a number.</summary>
    void Committed(long afterSeq);

    /// <summary>Another activation writes this log; this one must let go of it.</summary>
    void Moved();

    /// <summary>Asks for one call of <see cref="DurableChannelLog.Wake"/> after a time. At most one is asked for at a time.</summary>
    void WakeAfter(TimeSpan delay);
}
