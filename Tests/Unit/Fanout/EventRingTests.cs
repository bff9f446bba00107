using Iskra.Channels;
using Iskra.Gateway.Fanout;

namespace Iskra.Tests.Unit.Fanout;

public sealed class EventRingTests
{
    private readonly EventRing _ring = new(4);

    [Fact]
    public void The_oldest_makes_room()
    {
        Add(1, 2, 3, 4, 5);
        Assert.Equal(2, _ring.Oldest.Seq);
        Assert.True(_ring.Reaches(1, 5));
        Assert.False(_ring.Reaches(0, 5));
        Assert.Equal([3, 4, 5], After(2));
    }

    [Fact]
    public void Earlier_events_fill_what_is_free_and_must_connect()
    {
        Add(7);
        _ring.Prepend([Event(3), Event(4), Event(5)]);
        Assert.Equal(1, _ring.Count);
        _ring.Prepend([Event(3), Event(4), Event(5), Event(6), Event(7)]);
        Assert.Equal([4, 5, 6, 7], After(0));
        Add(8);
        Assert.Equal([5, 6, 7, 8], After(0));
    }

    [Fact]
    public void A_copy_takes_no_more_than_there_is_room_for()
    {
        Add(1, 2, 3);
        var output = new EncodedEvent[2];
        Assert.Equal(2, _ring.CopyAfter(0, output));
        Assert.Equal(1, output[0].Seq);
        Assert.Equal(0, _ring.CopyAfter(3, output));
    }

    private static EncodedEvent Event(long seq) => EventEncoder.Encode(
        "log/x", ChannelKind.Log, "a", new ChannelEvent(seq, 0, new EventDraft("id", "message", 0, "test", "1"u8.ToArray())));

    private void Add(params long[] seqs)
    {
        foreach (var seq in seqs)
        {
            _ring.Add(Event(seq));
        }
    }

    private long[] After(long seq)
    {
        var output = new EncodedEvent[16];
        return [.. output.AsSpan(0, _ring.CopyAfter(seq, output)).ToArray().Select(static item => item.Seq)];
    }
}
