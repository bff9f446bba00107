using Iskra.Gateway.Fanout;

namespace Iskra.Tests.Unit.Fanout;

public sealed class HandOutPaceTests
{
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Cost = TimeSpan.FromMilliseconds(8);

    [Fact]
    public void The_first_hand_out_waits_for_nothing() => Assert.False(new HandOutPace().ShouldGather(Start, isMoreUnderWay: true));

    [Fact]
    public void What_follows_on_the_heels_of_a_costly_hand_out_waits_once_even_when_nothing_is_seen_under_way()
    {
        var pace = After(Cost);

        Assert.True(pace.ShouldGather(Start, isMoreUnderWay: false));
        Assert.False(pace.ShouldGather(Start, isMoreUnderWay: false));
    }

    [Fact]
    public void It_waits_as_long_as_more_is_under_way_but_never_past_the_bound()
    {
        var pace = After(Cost);

        Assert.True(pace.ShouldGather(Start, isMoreUnderWay: true));
        Assert.True(pace.ShouldGather(Start + HandOutPace.MaxGather - TimeSpan.FromMicroseconds(1), isMoreUnderWay: true));
        Assert.False(pace.ShouldGather(Start + HandOutPace.MaxGather, isMoreUnderWay: true));
    }

    [Fact]
    public void After_a_pause_as_long_as_the_hand_out_took_nothing_waits()
    {
        var pace = After(Cost);

        Assert.False(pace.ShouldGather(Start + Cost, isMoreUnderWay: true));
    }

    [Fact]
    public void A_hand_out_that_cost_little_is_not_waited_for()
    {
        var little = After(HandOutPace.MinCost - TimeSpan.FromMicroseconds(1));
        var enough = After(HandOutPace.MinCost);

        Assert.False(little.ShouldGather(Start, isMoreUnderWay: true));
        Assert.True(enough.ShouldGather(Start, isMoreUnderWay: true));
    }

    [Fact]
    public void Every_hand_out_has_a_wait_of_its_own()
    {
        var pace = After(Cost);
        Assert.True(pace.ShouldGather(Start, isMoreUnderWay: false));

        pace.HandedOut(Start, Start + Cost);

        Assert.True(pace.ShouldGather(Start + Cost, isMoreUnderWay: false));
    }

    private static HandOutPace After(TimeSpan cost)
    {
        var pace = new HandOutPace();
        pace.HandedOut(Start - cost, Start);
        return pace;
    }
}
