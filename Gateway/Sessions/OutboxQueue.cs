using System.Buffers;
using Iskra.Channels;
using Iskra.Gateway.Fanout;

namespace Iskra.Gateway.Sessions;

/// <summary>
/// What waits for one connection, in order and bounded. Pure: no lock, no I/O; the outbox guards it. Takes no memory while
/// nothing waits: its memory comes from the shared pool and goes back when it runs empty.
/// </summary>
public sealed class OutboxQueue(int maxBytes, int maxEntries)
{
    private const int FirstCapacity = 8;

    private OutboxEntry[] _slots = [];
    private int _first;
    private long _firstNumber;
    private long _barrier = -1;

    /// <summary>How many frames wait.</summary>
    public int Count { get; private set; }

    /// <summary>How many bytes wait.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether less than a quarter of the bounds is in use: room for more of a replay.</summary>
    public bool HasRoom => Bytes < maxBytes / 4 && Count < maxEntries / 4;

    /// <summary>Adds a frame that is not an event.</summary>
    /// <param name="entry">The frame.</param>
    /// <param name="isBarrier">Whether it speaks of positions, so that no event may move past it.</param>
    /// <returns>False when a bound was reached.</returns>
    public bool TryAdd(in OutboxEntry entry, bool isBarrier)
    {
        if (!Fits(entry.Length))
        {
            return false;
        }

        if (isBarrier)
        {
            _barrier = _firstNumber + Count;
        }

        Append(entry);
        return true;
    }

    /// <summary>
    /// Adds an event. A newer value of a state channel takes the place of the one that waits, once
    /// <see cref="OutboxLimits.ConflateAfter"/> frames do; within a channel nothing is reordered.
    /// </summary>
    /// <returns>False when a bound was reached.</returns>
    public bool TryAdd(EncodedEvent item, ChannelSubscription subscription)
    {
        if (CanConflate(item, subscription))
        {
            ref var older = ref Slot(subscription.QueuedAt);
            var difference = item.Frame.Length - older.Length;
            if (Bytes + difference <= maxBytes)
            {
                Bytes += difference;
                older = OutboxEntry.Of(item, subscription);
                return true;
            }

            return false;
        }

        if (!Fits(item.Frame.Length))
        {
            return false;
        }

        subscription.QueuedAt = _firstNumber + Count;
        Append(OutboxEntry.Of(item, subscription));
        return true;
    }

    /// <summary>Takes frames from the front: at least one when there is one, and no more than can be written together.</summary>
    /// <param name="output">Where they go.</param>
    /// <param name="bytes">How many bytes they count.</param>
    public int Take(Span<OutboxEntry> output, out int bytes)
    {
        bytes = 0;
        var count = 0;
        while (count < output.Length && count < Count)
        {
            ref var entry = ref _slots[(_first + count) % _slots.Length];
            if (count > 0 && bytes + entry.Length > OutboxLimits.MaxWriteBytes)
            {
                break;
            }

            bytes += entry.Length;
            output[count++] = entry;
            entry = default;
        }

        Remove(count, bytes);
        return count;
    }

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        Remove(Count, (int)Bytes);
    }

    private bool CanConflate(EncodedEvent item, ChannelSubscription subscription)
    {
        var number = subscription.QueuedAt;
        if (item.Kind != ChannelKind.State || item.IsSnapshot || Count < OutboxLimits.ConflateAfter || number < _firstNumber || number <= _barrier)
        {
            return false;
        }

        ref var older = ref Slot(number);
        return older.Kind == OutboxEntryKind.Event && older.Subscription == subscription
            && !older.Event.IsSnapshot && older.Event.Epoch == item.Epoch;
    }

    /// <summary>A frame that alone is larger than the bound can be sent, but nothing can wait beside it.</summary>
    private bool Fits(int length) => Count == 0 || (Count < maxEntries && Bytes + length <= maxBytes);

    private ref OutboxEntry Slot(long number) => ref _slots[(_first + (int)(number - _firstNumber)) % _slots.Length];

    private void Append(in OutboxEntry entry)
    {
        if (Count == _slots.Length)
        {
            Grow();
        }

        _slots[(_first + Count) % _slots.Length] = entry;
        Count++;
        Bytes += entry.Length;
    }

    private void Remove(int count, int bytes)
    {
        Count -= count;
        Bytes -= bytes;
        _firstNumber += count;
        _first = Count == 0 ? 0 : (_first + count) % _slots.Length;
        if (Count == 0)
        {
            Return();
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<OutboxEntry>.Shared.Rent(Math.Max(FirstCapacity, _slots.Length * 2));
        for (var i = 0; i < Count; i++)
        {
            larger[i] = _slots[(_first + i) % _slots.Length];
        }

        Return();
        _slots = larger;
        _first = 0;
    }

    private void Return()
    {
        if (_slots.Length > 0)
        {
            ArrayPool<OutboxEntry>.Shared.Return(_slots, clearArray: true);
        }

        _slots = [];
    }
}
