using Iskra.Metrics;

namespace Iskra.Tests.Unit.Metrics;

public class PublishScheduleTests
{
    private readonly PublishSchedule _schedule = new(Ms(500));

    [Fact]
    public void Nothing_is_due_while_nobody_watches()
    {
        _schedule.Change();
        Assert.Null(_schedule.Due(Ms(0)));
    }

    [Fact]
    public void The_first_watcher_sees_the_value_at_once()
    {
        _schedule.Watch(Ms(0), Ms(15_000));
        Assert.True(_schedule.Due(Ms(0)) <= Ms(0));
    }

    [Fact]
    public void A_watcher_more_changes_nothing()
    {
        Watched();
        _schedule.Watch(Ms(100), Ms(15_000));
        Assert.Equal(Ms(500), _schedule.Due(Ms(100)));
    }

    [Fact]
    public void Ten_repeats_come_in_five_seconds_however_late_each_is()
    {
        Watched();
        for (var number = 1; number <= 10; number++)
        {
            Assert.Equal(Ms(500 * number), _schedule.Due(Ms((500 * number) - 100)));
            _schedule.Published(Ms((500 * number) + 30));
        }
    }

    [Fact]
    public void Repeats_that_were_missed_are_not_made_up_for()
    {
        Watched();
        _schedule.Published(Ms(3_210));
        Assert.Equal(Ms(3_710), _schedule.Due(Ms(3_211)));
    }

    [Fact]
    public void A_change_is_due_at_once_but_not_within_50_ms_of_the_time_before()
    {
        Watched();
        _schedule.Change();
        Assert.Equal(Ms(50), _schedule.Due(Ms(1)));
        _schedule.Published(Ms(50));
        _schedule.Change();
        Assert.Equal(Ms(100), _schedule.Due(Ms(99)));
        Assert.Equal(Ms(100), _schedule.Due(Ms(100)));
        Assert.Equal(Ms(300), _schedule.Due(Ms(300)));
    }

    [Fact]
    public void After_a_change_the_next_repeat_is_an_interval_later()
    {
        Watched();
        _schedule.Change();
        _schedule.Published(Ms(200));
        Assert.Equal(Ms(700), _schedule.Due(Ms(201)));
    }

    [Fact]
    public void Repeats_end_with_the_lease()
    {
        _schedule.Watch(Ms(0), Ms(1_000));
        _schedule.Published(Ms(0));
        _schedule.Published(Ms(500));
        Assert.Null(_schedule.Due(Ms(501)));
        Assert.False(_schedule.IsWatched(Ms(1_000)));
        _schedule.Watch(Ms(2_000), Ms(1_000));
        Assert.Equal(Ms(2_000), _schedule.Due(Ms(2_000)));
    }

    [Fact]
    public void A_lease_is_at_most_five_minutes_and_never_shortens_another()
    {
        _schedule.Watch(Ms(0), TimeSpan.MaxValue);
        _schedule.Watch(Ms(0), Ms(1));
        Assert.True(_schedule.IsWatched(PublishSchedule.MaxLease - TimeSpan.FromTicks(1)));
        Assert.False(_schedule.IsWatched(PublishSchedule.MaxLease));
    }

    private static TimeSpan Ms(int ms) => TimeSpan.FromMilliseconds(ms);

    private void Watched()
    {
        _schedule.Watch(Ms(0), Ms(60_000));
        _schedule.Published(Ms(0));
    }
}
