using System.Collections.Immutable;

namespace Iskra.Channels;

/// <summary>The newest events of a channel, consecutive, within a <see cref="ChannelRetention"/>.</summary>
public sealed class ChannelRing
{
    private const int InitialCapacity = 16;

    private readonly ChannelRetention _retention;
    private ChannelEvent[] _slots = [];
    private int _start;

    /// <summary>An empty ring.</summary>
    /// <param name="retention">What it keeps.</param>
    /// <param name="nextSeq">Number of the first event it will take, at least 1.</param>
    public ChannelRing(ChannelRetention retention, long nextSeq)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nextSeq, 1);
        _retention = retention;
        FirstSeq = nextSeq;
    }

    /// <summary>Number of the oldest event kept; when the ring is empty, that of the next to come.</summary>
    public long FirstSeq { get; private set; }

    /// <summary>Number of the newest event; one less than <see cref="FirstSeq"/> when the ring is empty.</summary>
    public long LastSeq => FirstSeq + Count - 1;

    /// <summary>How many events are kept.</summary>
    public int Count { get; private set; }

    /// <summary>Their payload in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>The newest event, or null when the ring is empty.</summary>
    public ChannelEvent? Newest => Count == 0 ? null : At(LastSeq);

    /// <summary>Whether every event after this number is here.</summary>
    public bool ReachesBackTo(long afterSeq) => afterSeq >= FirstSeq - 1 && afterSeq <= LastSeq;

    /// <summary>Adds the next event and lets go of what need not be kept.</summary>
    /// <exception cref="InvalidOperationException">The event is not the next one: a fault in the numbering.</exception>
    public void Add(ChannelEvent channelEvent, long nowUs)
    {
        if (channelEvent.Seq != LastSeq + 1)
        {
            throw new InvalidOperationException($"Event {channelEvent.Seq} does not follow {LastSeq}.");
        }

        if (Count == _slots.Length)
        {
            Grow();
        }

        _slots[(_start + Count) % _slots.Length] = channelEvent;
        Count++;
        Bytes += EventSize.Of(channelEvent.Draft);
        Trim(nowUs);
    }

    /// <summary>Lets go of what need not be kept at a time, given as Unix time in microseconds.</summary>
    public void Trim(long nowUs)
    {
        var oldestUs = nowUs - _retention.Age.ToUs();
        while (Count > 1 && !MustKeepOldest(oldestUs))
        {
            Bytes -= EventSize.Of(_slots[_start].Draft);
            _slots[_start] = null!;
            _start = (_start + 1) % _slots.Length;
            FirstSeq++;
            Count--;
        }
    }

    /// <summary>The events after a number, oldest first, as many as the limits allow but at least one when there is one.</summary>
    /// <param name="afterSeq">The ring must reach back to it (<see cref="ReachesBackTo"/>).</param>
    /// <param name="limit">Most events.</param>
    /// <param name="maxBytes">Most bytes of payload.</param>
    public ImmutableArray<ChannelEvent> After(long afterSeq, int limit, long maxBytes)
    {
        var last = afterSeq;
        var bytes = 0L;
        while (last < LastSeq && last - afterSeq < limit)
        {
            bytes += EventSize.Of(At(last + 1).Draft);
            if (bytes > maxBytes && last > afterSeq)
            {
                break;
            }

            last++;
        }

        return Copy(afterSeq + 1, last);
    }

    /// <summary>The newest events before a number, oldest first, as many as the limits allow but at least one when there is one.</summary>
    /// <param name="beforeSeq">Only events with a smaller number.</param>
    /// <param name="limit">Most events.</param>
    /// <param name="maxBytes">Most bytes of payload.</param>
    public ImmutableArray<ChannelEvent> Before(long beforeSeq, int limit, long maxBytes)
    {
        var last = Math.Min(beforeSeq - 1, LastSeq);
        var first = last + 1;
        var bytes = 0L;
        while (first > FirstSeq && last - first + 1 < limit)
        {
            bytes += EventSize.Of(At(first - 1).Draft);
            if (bytes > maxBytes && first <= last)
            {
                break;
            }

            first--;
        }

        return Copy(first, last);
    }

    private bool MustKeepOldest(long oldestUs) =>
        Count <= _retention.MaxEvents
        && Bytes <= _retention.MaxBytes
        && (Count <= _retention.MinEvents || _slots[_start].AcceptedUs >= oldestUs);

    private ChannelEvent At(long seq) => _slots[(_start + (int)(seq - FirstSeq)) % _slots.Length];

    private ImmutableArray<ChannelEvent> Copy(long first, long last)
    {
        if (last < first)
        {
            return [];
        }

        var events = ImmutableArray.CreateBuilder<ChannelEvent>((int)(last - first + 1));
        for (var seq = first; seq <= last; seq++)
        {
            events.Add(At(seq));
        }

        return events.MoveToImmutable();
    }

    private void Grow()
    {
        var slots = new ChannelEvent[Math.Max(InitialCapacity, _slots.Length * 2)];
        for (var i = 0; i < Count; i++)
        {
            slots[i] = _slots[(_start + i) % _slots.Length];
        }

        _slots = slots;
        _start = 0;
    }
}
