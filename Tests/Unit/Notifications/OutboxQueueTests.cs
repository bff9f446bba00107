using Iskra.Alerts;
using Iskra.Notifications;

namespace Iskra.Tests.Unit.Notifications;

public class OutboxQueueTests
{
    private static readonly DateTimeOffset Now = SomeNotification.Noon;
    private static readonly NotificationSettings Settings = new() { Burst = 100, RatePerMinute = 60 };

    [Fact]
    public void The_urgent_go_first_and_then_the_old()
    {
        var queue = Queue(Settings, Step("p2", "P2"), Step("p0", "P0"), Step("p1", "P1"), Step("late p0", "P0"));
        Assert.Equal(["p0", "late p0", "p1", "p2"], Keys(queue.TakeDue(Now)));
        Assert.Empty(queue.TakeDue(Now));
    }

    [Fact]
    public void Nobody_hears_of_an_end_before_its_beginning()
    {
        var firing = Step("firing", "P2", SomeNotification.Alert("x"));
        var resolved = Step("resolved", "P0", SomeNotification.Alert("x", AlertStatus.Resolved));
        var queue = Queue(Settings, firing, resolved);
        var first = Assert.Single(queue.TakeDue(Now));
        Assert.Equal("firing", first.Entry.Key);
        End(queue, first, OutboxStatus.Sent);
        Assert.Equal(["resolved"], Keys(queue.TakeDue(Now)));
    }

    [Fact]
    public void Another_integration_waits_for_nobody()
    {
        var alert = SomeNotification.Alert("x");
        var queue = Queue(Settings, Step("slack", "P0", alert), Step("email", "P0", alert) with { Integration = "email[0]" });
        Assert.Equal(2, queue.TakeDue(Now).Count);
    }

    [Fact]
    public void Only_so_many_are_under_way_at_once()
    {
        var queue = Queue(Settings, [.. Enumerable.Range(0, OutboxLane.MaxUnderWay + 1).Select(i => Step($"{i}", "P0"))]);
        var taken = queue.TakeDue(Now);
        Assert.Equal(OutboxLane.MaxUnderWay, taken.Count);
        End(queue, taken[0], OutboxStatus.Sent);
        Assert.Single(queue.TakeDue(Now));
    }

    [Fact]
    public void It_says_when_something_falls_due()
    {
        var queue = Queue(Settings with { Burst = 1 }, Step("a", "P0"), Step("b", "P0"));
        Assert.Equal(Now, queue.NextAt(Now));
        var first = Assert.Single(queue.TakeDue(Now));
        Assert.Equal(Now.AddSeconds(1), queue.NextAt(Now)!.Value, TimeSpan.FromMilliseconds(1));
        End(queue, first, OutboxStatus.Sent);
        Assert.Single(queue.TakeDue(Now.AddSeconds(1)));
        Assert.Null(queue.NextAt(Now.AddSeconds(1)));
    }

    [Fact]
    public void What_is_too_old_is_taken_whatever_the_rate_says()
    {
        var queue = Queue(Settings with { Burst = 1, RatePerMinute = 1 }, Step("a", "P0"), Step("b", "P0"));
        Assert.Single(queue.TakeDue(Now));
        Assert.Empty(queue.TakeDue(Now));
        Assert.Single(queue.TakeDue(Now + Settings.GiveUpAfter));
    }

    [Fact]
    public void A_claim_of_another_is_left_alone_until_its_lease_has_expired()
    {
        var queue = new OutboxQueue(Settings);
        queue.Add(OutboxRules.Claim(OutboxRules.Enter(Step("a", "P0"), 1, Now), Settings, Now));
        Assert.Empty(queue.TakeDue(Now + Settings.Lease - TimeSpan.FromTicks(1)));
        Assert.Equal(Now + Settings.Lease, queue.NextAt(Now));
        Assert.Single(queue.TakeDue(Now + Settings.Lease));
    }

    [Fact]
    public void A_bucket_gives_what_it_holds_and_then_fills_steadily()
    {
        var settings = new NotificationSettings { Burst = 2, RatePerMinute = 30 };
        var bucket = TokenBucket.Full(settings, Now).Take().Take();
        Assert.False(bucket.HasToken);
        Assert.Equal(Now.AddSeconds(2), bucket.ReadyAt(settings));
        Assert.False(bucket.Fill(settings, Now.AddSeconds(1.9)).HasToken);
        Assert.True(bucket.Fill(settings, Now.AddSeconds(2)).HasToken);
        Assert.Equal(2, bucket.Fill(settings, Now.AddDays(1)).Tokens);
        Assert.Equal(0, bucket.Fill(settings, Now.AddDays(-1)).Tokens);
    }

    private static Notification Step(string key, string priority, params AlertView[] alerts) =>
        SomeNotification.Step(key, priority: priority, alerts: alerts);

    private static OutboxQueue Queue(NotificationSettings settings, params Notification[] notifications)
    {
        var queue = new OutboxQueue(settings);
        for (var i = 0; i < notifications.Length; i++) queue.Add(OutboxRules.Enter(notifications[i], i + 1, Now));
        return queue;
    }

    private static IEnumerable<string> Keys(IEnumerable<OutboxItem> items) => items.Select(item => item.Entry.Key);

    private static void End(OutboxQueue queue, OutboxItem item, OutboxStatus status)
    {
        queue.Release(item, Now, holdUntil: null);
        item.Stored(item.Entry with { Status = status });
        queue.Return(item);
    }
}
