using Iskra.Metrics;

namespace Iskra.Tests.Unit.Metrics;

public class AnnouncementQueueTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(50);

    [Fact]
    public void A_state_that_holds_already_is_no_change()
    {
        var queue = new AnnouncementQueue(AnnouncementState.Initial);
        Assert.False(queue.Add(MetricState.Ok, 0.8, Start));
        Assert.True(queue.Add(MetricState.Critical, 0.1, Start));
        Assert.False(queue.Add(MetricState.Critical, 0.2, Start.AddSeconds(1)));
        Assert.Equal([new StateChange(MetricState.Ok, MetricState.Critical, 0.1, Start)], queue.Next());
    }

    [Fact]
    public void Each_change_leads_from_the_one_before()
    {
        var queue = Filled(3);
        Assert.Equal([(MetricState.Ok, MetricState.Critical), (MetricState.Critical, MetricState.Ok), (MetricState.Ok, MetricState.Critical)],
            queue.Next().Select(change => (change.From, change.To)));
    }

    [Fact]
    public void Two_changes_never_have_the_same_time()
    {
        var queue = new AnnouncementQueue(AnnouncementState.Initial);
        queue.Add(MetricState.Critical, 0.1, Start);
        queue.Add(MetricState.Ok, 0.8, Start);
        queue.Add(MetricState.Critical, 0.1, Start.AddSeconds(-1));
        Assert.Equal([Start, Start.AddMicroseconds(1), Start.AddMicroseconds(2)], queue.Next().Select(change => change.At));
    }

    [Fact]
    public void What_is_acknowledged_does_not_come_again()
    {
        var queue = Filled(AnnouncementQueue.Limit);
        var first = queue.Next();
        Assert.Equal(AnnouncementQueue.BatchLimit, first.Length);
        queue.Acknowledge(first);
        var second = queue.Next();
        Assert.Equal(first[^1].To, second[0].From);
        queue.Acknowledge(second);
        Assert.True(queue.IsEmpty);
        Assert.Equal(second[^1].To, queue.Latest);
    }

    [Fact]
    public void At_the_bound_a_change_is_joined_with_the_newest_and_the_chain_holds()
    {
        var queue = Filled(AnnouncementQueue.Limit);
        var way = queue.Next();
        Assert.Equal(MetricState.Ok, queue.Latest);
        queue.Add(MetricState.Warning, 0.6, Start.AddHours(1));
        var state = queue.ToState();
        Assert.Equal(AnnouncementQueue.Limit, state.Pending.Length);
        Assert.Equal((MetricState.Critical, MetricState.Warning), (state.Pending[^1].From, state.Pending[^1].To));
        Assert.Equal(way, queue.Next());
    }

    [Fact]
    public void A_change_that_is_taken_back_at_the_bound_is_not_announced()
    {
        var queue = Filled(AnnouncementQueue.Limit);
        queue.Add(MetricState.Critical, 0.1, Start.AddHours(1));
        Assert.Equal(AnnouncementQueue.Limit - 1, queue.ToState().Pending.Length);
        Assert.Equal(MetricState.Critical, queue.Latest);
    }

    [Fact]
    public void What_was_stored_continues_with_the_same_changes()
    {
        var queue = Filled(3);
        var again = new AnnouncementQueue(queue.ToState());
        Assert.Equal(queue.Next(), again.Next());
        Assert.Equal(queue.Latest, again.Latest);
        Assert.True(again.Add(MetricState.Ok, 0.8, Start));
        Assert.True(again.Next()[^1].At > again.Next()[^2].At);
    }

    private static AnnouncementQueue Filled(int count)
    {
        var queue = new AnnouncementQueue(AnnouncementState.Initial);
        for (var number = 0; number < count; number++)
        {
            queue.Add(number % 2 == 0 ? MetricState.Critical : MetricState.Ok, number, Start.AddSeconds(number));
        }

        return queue;
    }
}
