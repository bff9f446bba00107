using System.Collections.Immutable;
using Iskra.Channels;

namespace Iskra.Silo.Storage.Memory;

/// <summary>The newest events of one channel: consecutive, so that a number is a place.</summary>
internal sealed class MemoryChannel(string epoch)
{
    // Trimmed a tenth at a time: removing from the front moves everything behind it.
    private const int Slack = MemoryEventLog.MaxEvents / 10;

    private readonly List<ChannelEvent> _events = [];
    private long _headSeq;

    public ChannelPosition Head => new(epoch, _headSeq);

    private int FirstKept => Math.Max(0, _events.Count - MemoryEventLog.MaxEvents);

    public void Append(ImmutableArray<ChannelEvent> events)
    {
        _events.AddRange(events);
        _headSeq = events[^1].Seq;
        if (_events.Count > MemoryEventLog.MaxEvents + Slack)
        {
            _events.RemoveRange(0, FirstKept);
        }
    }

    public ImmutableArray<ChannelEvent> After(long seq, int limit)
    {
        var start = Place(seq == long.MaxValue ? seq : seq + 1);
        return Slice(start, Math.Min(limit, _events.Count - start));
    }

    public ImmutableArray<ChannelEvent> Before(long seq, int limit)
    {
        var end = Place(seq);
        var start = Math.Max(FirstKept, end - limit);
        return Slice(start, end - start);
    }

    // Where the event with a number is, or the nearest end.
    private int Place(long seq) => (int)Math.Clamp(seq - (_headSeq - _events.Count) - 1, FirstKept, _events.Count);

    private ImmutableArray<ChannelEvent> Slice(int start, int count) => [.. _events.GetRange(start, count)];
}
