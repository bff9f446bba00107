using Iskra.Channels;

namespace Iskra.Tests.Unit.Channels;

public sealed class ChannelTailTests
{
    [Theory]
    [InlineData("now", 10, PositionStanding.InMemory)]
    [InlineData("now", 5, PositionStanding.InMemory)]
    [InlineData("now", 4, PositionStanding.Older)]
    [InlineData("now", 0, PositionStanding.Older)]
    [InlineData("now", 11, PositionStanding.Ahead)]
    [InlineData("now", -1, PositionStanding.OtherEpoch)]
    [InlineData("NOW", 10, PositionStanding.OtherEpoch)]
    [InlineData("", 10, PositionStanding.OtherEpoch)]
    [InlineData(null, 0, PositionStanding.OtherEpoch)]
    public void A_position_stands_where_the_tail_says(string? epoch, long seq, PositionStanding expected)
    {
        var tail = new ChannelTail("now", 6, ChannelRetention.Live);
        var numbering = tail.Number();
        numbering.Add(Drafts.Many("e", 5), 0);
        tail.Commit(numbering.Build(), 0);

        Assert.Equal(expected, tail.StandingOf(new ChannelPosition(epoch!, seq)));
    }

    [Fact]
    public void An_epoch_is_never_empty() =>
        Assert.Throws<ArgumentException>(() => new ChannelTail("", 1, ChannelRetention.Live));

    [Fact]
    public void A_page_says_whether_more_follows()
    {
        var tail = new ChannelTail("now", 1, ChannelRetention.Live);
        var numbering = tail.Number();
        numbering.Add(Drafts.Many("e", 5), 0);
        tail.Commit(numbering.Build(), 0);

        Assert.True(tail.PageAfter(0, 4).HasMore);
        Assert.False(tail.PageAfter(0, 5).HasMore);
        Assert.False(tail.PageAfter(5, 5).HasMore);
        Assert.True(tail.PageBefore(6, 4).HasMore);
        Assert.False(tail.PageBefore(6, 5).HasMore);
        Assert.False(tail.PageBefore(1, 5).HasMore);
    }
}
