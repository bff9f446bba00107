using Iskra.Channels;

namespace Iskra.Tests.Unit.Channels;

public sealed class ChannelRingTests
{
    private const long MinuteUs = 60_000_000;

    [Fact]
    public void An_empty_ring_reaches_back_to_its_head_only()
    {
        var ring = new ChannelRing(ChannelRetention.Live, nextSeq: 8);

        Assert.Equal(8, ring.FirstSeq);
        Assert.Equal(7, ring.LastSeq);
        Assert.Null(ring.Newest);
        Assert.True(ring.ReachesBackTo(7));
        Assert.False(ring.ReachesBackTo(6));
        Assert.False(ring.ReachesBackTo(8));
        Assert.Empty(ring.After(7, 10, 1_000));
        Assert.Empty(ring.Before(8, 10, 1_000));
    }

    [Fact]
    public void An_event_that_is_not_the_next_is_a_fault()
    {
        var ring = Filled(3);

        Assert.Throws<InvalidOperationException>(() => ring.Add(Event(5, 0), 0));
        Assert.Throws<InvalidOperationException>(() => ring.Add(Event(3, 0), 0));
        Assert.Equal(3, ring.LastSeq);
    }

    [Fact]
    public void The_last_1_000_events_are_kept_however_old()
    {
        var ring = Filled(1_000);

        ring.Trim(60 * MinuteUs);
        Assert.Equal(1_000, ring.Count);

        ring.Add(Event(1_001, 60 * MinuteUs), 60 * MinuteUs);
        Assert.Equal(1_000, ring.Count);
        Assert.Equal(2, ring.FirstSeq);
    }

    [Fact]
    public void Events_of_the_last_5_minutes_are_kept_beyond_1_000()
    {
        var ring = Filled(1_500);

        ring.Trim(5 * MinuteUs);
        Assert.Equal(1_500, ring.Count);

        ring.Trim((5 * MinuteUs) + 1);
        Assert.Equal(1_000, ring.Count);
        Assert.Equal(501, ring.FirstSeq);
    }

    [Fact]
    public void Never_more_than_10_000_events_are_kept()
    {
        var ring = Filled(10_000);
        Assert.Equal(10_000, ring.Count);

        ring.Add(Event(10_001, 0), 0);
        Assert.Equal(10_000, ring.Count);
        Assert.Equal(2, ring.FirstSeq);
        Assert.Equal(Enumerable.Range(2, 10_000).Select(i => (long)i), ring.After(1, 20_000, long.MaxValue).Select(e => e.Seq));
    }

    [Fact]
    public void The_cache_of_a_log_keeps_1_000_events()
    {
        var ring = new ChannelRing(ChannelRetention.Cache, 1);
        Fill(ring, 1_001);

        Assert.Equal(1_000, ring.Count);
        Assert.Equal(2, ring.FirstSeq);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(4, 4)]
    [InlineData(1, 1)]
    public void Payload_over_the_byte_bound_is_let_go(int maxEventsOfBytes, int kept)
    {
        var ring = new ChannelRing(new ChannelRetention(10, TimeSpan.FromMinutes(5), 10, maxEventsOfBytes * 100), 1);
        for (var seq = 1; seq <= 5; seq++)
        {
            ring.Add(new ChannelEvent(seq, 0, Drafts.Sized($"e{seq}", 100)), 0);
        }

        Assert.Equal(kept, ring.Count);
        Assert.Equal(kept * 100, ring.Bytes);
    }

    [Fact]
    public void The_newest_event_is_kept_even_when_it_is_over_the_byte_bound()
    {
        var ring = new ChannelRing(new ChannelRetention(10, TimeSpan.Zero, 10, 50), 1);
        ring.Add(new ChannelEvent(1, 0, Drafts.Sized("big", 100)), 0);

        Assert.Equal(1, ring.Newest!.Seq);
    }

    [Theory]
    [InlineData(0, 3, "1,2,3")]
    [InlineData(2, 100, "3,4,5")]
    [InlineData(4, 1, "5")]
    [InlineData(5, 1, "")]
    public void A_page_after_a_number_is_the_oldest_that_follow(long after, int limit, string expected) =>
        Assert.Equal(expected, string.Join(',', Filled(5).After(after, limit, 1_000_000).Select(e => e.Seq)));

    [Theory]
    [InlineData(6, 2, "4,5")]
    [InlineData(100, 100, "1,2,3,4,5")]
    [InlineData(3, 100, "1,2")]
    [InlineData(1, 100, "")]
    public void A_page_before_a_number_is_the_newest_before_it(long before, int limit, string expected) =>
        Assert.Equal(expected, string.Join(',', Filled(5).Before(before, limit, 1_000_000).Select(e => e.Seq)));

    [Theory]
    [InlineData(300, 3)]
    [InlineData(299, 2)]
    [InlineData(1, 1)]
    public void A_page_is_cut_by_bytes_but_holds_one_event(long maxBytes, int expected)
    {
        var ring = new ChannelRing(ChannelRetention.Live, 1);
        for (var seq = 1; seq <= 3; seq++)
        {
            ring.Add(new ChannelEvent(seq, 0, Drafts.Sized($"e{seq}", 100)), 0);
        }

        Assert.Equal(Enumerable.Range(1, expected).Select(i => (long)i), ring.After(0, 10, maxBytes).Select(e => e.Seq));
        Assert.Equal(Enumerable.Range(4 - expected, expected).Select(i => (long)i), ring.Before(4, 10, maxBytes).Select(e => e.Seq));
    }

    private static ChannelRing Filled(int count)
    {
        var ring = new ChannelRing(ChannelRetention.Live, 1);
        Fill(ring, count);
        return ring;
    }

    private static void Fill(ChannelRing ring, int count)
    {
        for (var seq = 1; seq <= count; seq++)
        {
            ring.Add(Event(seq, 0), 0);
        }
    }

    private static ChannelEvent Event(long seq, long acceptedUs) => new(seq, acceptedUs, Drafts.One($"e{seq}"));
}
