namespace Iskra.Gateway.Fanout;

/// <summary>The newest consecutive events of one epoch of a channel, a bounded number of them.</summary>
public sealed class EventRing
{
    private readonly EncodedEvent[] _slots;
    private int _first;

    /// <summary>An empty ring.</summary>
    /// <param name="capacity">Most events to keep, at least 1.</param>
    public EventRing(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _slots = new EncodedEvent[capacity];
    }

    /// <summary>How many events are kept.</summary>
    public int Count { get; private set; }

    /// <summary>The oldest event; only when there is one.</summary>
    public EncodedEvent Oldest => _slots[_first];

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_slots);
        _first = 0;
        Count = 0;
    }

    /// <summary>Adds the event after the newest; the oldest makes room.</summary>
    public void Add(EncodedEvent item)
    {
        if (Count == _slots.Length)
        {
            _slots[_first] = item;
            _first = Next(_first);
            return;
        }

        _slots[(_first + Count) % _slots.Length] = item;
        Count++;
    }

    /// <summary>Adds events before the oldest, as many of the newest of them as there is room for.</summary>
    /// <param name="items">Consecutive events of the same epoch; those that are already here, or do not connect, are left out.</param>
    public void Prepend(ReadOnlySpan<EncodedEvent> items)
    {
        for (var i = items.Length - 1; i >= 0 && Count < _slots.Length; i--)
        {
            if (Count > 0 && items[i].Seq != Oldest.Seq - 1)
            {
                continue;
            }

            _first = (_first + _slots.Length - 1) % _slots.Length;
            _slots[_first] = items[i];
            Count++;
        }
    }

    /// <summary>Whether every event after <paramref name="seq"/> up to the head is here.</summary>
    /// <param name="seq">A number of the same epoch.</param>
    /// <param name="headSeq">The number of the newest event of the channel.</param>
    public bool Reaches(long seq, long headSeq) => seq >= headSeq || (Count > 0 && Oldest.Seq <= seq + 1);

    /// <summary>Copies events that follow a number.</summary>
    /// <param name="seq">A number that <see cref="Reaches"/>.</param>
    /// <param name="output">Where they go; its length is the most that are copied.</param>
    /// <returns>How many were copied.</returns>
    public int CopyAfter(long seq, Span<EncodedEvent> output)
    {
        if (Count == 0)
        {
            return 0;
        }

        var skip = (int)Math.Clamp(seq + 1 - Oldest.Seq, 0, Count);
        var count = Math.Min(Count - skip, output.Length);
        for (var i = 0; i < count; i++)
        {
            output[i] = _slots[(_first + skip + i) % _slots.Length];
        }

        return count;
    }

    private int Next(int index) => index + 1 == _slots.Length ? 0 : index + 1;
}
