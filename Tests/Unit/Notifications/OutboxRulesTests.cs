using Iskra.Notifications;

namespace Iskra.Tests.Unit.Notifications;

public class OutboxRulesTests
{
    private static readonly NotificationSettings Settings = new();
    private static readonly DateTimeOffset Now = SomeNotification.Noon;

    private static OutboxEntry Fresh => OutboxRules.Enter(SomeNotification.Step("a"), 1, Now);

    private static OutboxEntry Claimed => OutboxRules.Claim(Fresh, Settings, Now);

    [Fact]
    public void A_claim_counts_the_try_and_holds_for_longer_than_a_try_takes()
    {
        Assert.Equal((OutboxStatus.Claimed, 1, 2L), (Claimed.Status, Claimed.Tries, Claimed.Version));
        Assert.True(Claimed.ClaimedUntil - Now > Settings.TryTimeout);
    }

    [Fact]
    public void What_is_sent_is_done()
    {
        var sent = Settle(Claimed, NotifyOutcome.Sent);
        Assert.Equal(OutboxStatus.Sent, sent.Status);
        Assert.True(sent.IsDone);
    }

    [Fact]
    public void What_reached_only_some_is_sent_and_told()
    {
        var sent = Settle(Claimed, NotifyOutcome.Sent with { Problem = "1 of 2 refused" });
        Assert.Equal((OutboxStatus.Sent, false), (sent.Status, sent.IsDone));
        Assert.True(OutboxRules.Announced(sent).IsDone);
    }

    [Fact]
    public void The_wait_doubles_up_to_its_bound_and_is_spread_over_its_second_half()
    {
        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 120, 120], Enumerable.Range(1, 9).Select(tries => Backoff.After(tries, 1).TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(4), Backoff.After(4, 0));
        Assert.Equal(Backoff.Longest, Backoff.After(int.MaxValue, 1));
    }

    [Fact]
    public void Who_asks_for_a_longer_wait_gets_it_and_for_a_shorter_one_does_not()
    {
        Assert.Equal(Now.AddSeconds(90), Settle(Claimed, NotifyOutcome.NotSent("429", TimeSpan.FromSeconds(90))).NextTryAt);
        Assert.Equal(Now.AddSeconds(1), Settle(Claimed, NotifyOutcome.NotSent("429", TimeSpan.Zero)).NextTryAt);
    }

    [Fact]
    public void The_last_try_is_the_last()
    {
        var last = Claimed with { Tries = Settings.MaxTries };
        Assert.Equal(OutboxStatus.Failed, Settle(last, NotifyOutcome.NotSent("500")).Status);
        Assert.Equal(OutboxStatus.Pending, Settle(last with { Tries = Settings.MaxTries - 1 }, NotifyOutcome.NotSent("500")).Status);
        Assert.Equal(OutboxStatus.Sent, Settle(last, NotifyOutcome.Sent).Status);
    }

    [Fact]
    public void A_try_that_would_come_too_late_is_not_waited_for()
    {
        var late = Claimed with { EnqueuedAt = Now - Settings.GiveUpAfter + TimeSpan.FromSeconds(1) };
        Assert.Equal(OutboxStatus.Failed, Settle(late, NotifyOutcome.NotSent("500")).Status);
        Assert.Equal(OutboxStatus.Pending, Settle(late with { EnqueuedAt = late.EnqueuedAt.AddMilliseconds(1) }, NotifyOutcome.NotSent("500")).Status);
    }

    [Theory]
    [InlineData(0, 0, OutboxStatus.Failed)]
    [InlineData(1, 0, OutboxStatus.Pending)]
    [InlineData(1, 1, OutboxStatus.Failed)]
    public void What_may_have_arrived_is_repeated_as_often_as_is_allowed(int allowed, int unknownBefore, OutboxStatus status)
    {
        var settings = Settings with { MaxRepeats = allowed };
        var settled = OutboxRules.Settle(Claimed with { UnknownTries = unknownBefore }, NotifyOutcome.Unknown("reset"), knowsRepeats: false, settings, Now, 1);
        Assert.Equal(status, settled.Status);
        Assert.Equal(
            OutboxStatus.Pending,
            OutboxRules.Settle(Claimed with { UnknownTries = unknownBefore }, NotifyOutcome.Unknown("reset"), knowsRepeats: true, settings, Now, 1).Status);
    }

    [Fact]
    public void A_lost_claim_is_tried_again_at_once()
    {
        var recovered = OutboxRules.Recover(Claimed, knowsRepeats: false, Settings, Now.AddSeconds(20));
        Assert.Equal((OutboxStatus.Pending, 1, Now.AddSeconds(20)), (recovered.Status, recovered.UnknownTries, recovered.NextTryAt));
    }

    [Fact]
    public void Parts_that_have_arrived_stay_arrived()
    {
        var first = Settle(Claimed, NotifyOutcome.NotSent("500") with { PartsSent = 3 });
        Assert.Equal(3, first.PartsSent);
        Assert.Equal(3, Settle(OutboxRules.Claim(first, Settings, Now), NotifyOutcome.NotSent("500")).PartsSent);
    }

    [Fact]
    public void A_problem_has_a_bound() =>
        Assert.Equal(OutboxRules.MaxProblemLength, Settle(Claimed, NotifyOutcome.Rejected(new string('x', 5_000))).Problem!.Length);

    private static OutboxEntry Settle(OutboxEntry entry, NotifyOutcome outcome) =>
        OutboxRules.Settle(entry, outcome, knowsRepeats: false, Settings, Now, jitter: 1);
}
