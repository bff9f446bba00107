using Iskra.Notifications;

namespace Iskra.Tests.Grains.Notifications;

/// <summary>The process dies at each point on the way of a notification.</summary>
public class OutboxCrashTests
{
    [Fact]
    public async Task Before_it_is_claimed_it_is_sent_after_the_restart()
    {
        await using var rig = await new OutboxRig().StartAsync();
        rig.Store.BeforeSave = _ => throw new StoreUnavailableException("dies");
        await rig.EnqueueAsync(SomeNotification.Step("a"));
        await rig.RestartAsync();
        rig.Store.BeforeSave = null;
        await rig.Outbox.Wake();
        await rig.StatusAsync("a", OutboxStatus.Sent);
        Assert.Equal(["a"], rig.Notifier.Keys);
        Assert.Equal(0, rig.Store.Find("a")!.UnknownTries);
    }

    [Fact]
    public async Task Between_claim_and_sending_it_is_sent_once_the_lease_has_expired()
    {
        await using var rig = await new OutboxRig().StartAsync();
        rig.Store.AfterSave = _ => throw new StoreUnavailableException("dies");
        await rig.EnqueueAsync(SomeNotification.Step("a"));
        await rig.StatusAsync("a", OutboxStatus.Claimed);
        await rig.RestartAsync();
        rig.Store.AfterSave = null;
        await rig.Outbox.Wake();
        rig.Time.Advance(rig.Settings.Lease - TimeSpan.FromMilliseconds(100));
        await rig.Outbox.Wake();
        Assert.Empty(rig.Notifier.Requests);
        await rig.AdvanceUntilAsync(50, () => rig.Store.Find("a")!.Status == OutboxStatus.Sent, "it is sent");
        Assert.Equal(["a"], rig.Notifier.Keys);
    }

    [Fact]
    public async Task Between_sending_and_noting_it_is_repeated_once_with_the_same_key()
    {
        await using var rig = await new OutboxRig().StartAsync();
        await DieAfterSendingAsync(rig, "a", tries: 1);
        await rig.AdvanceUntilAsync(500, () => rig.Store.Find("a")!.Status == OutboxStatus.Sent, "it is repeated");
        Assert.Equal(["a", "a"], rig.Notifier.Keys);
    }

    [Fact]
    public async Task Where_nobody_knows_a_repetition_the_second_is_not_made_but_told()
    {
        await using var rig = await new OutboxRig().StartAsync();
        await DieAfterSendingAsync(rig, "a", tries: 1);
        rig.Store.BeforeSave = FailWhenSent;
        await rig.AdvanceUntilAsync(500, () => rig.Notifier.Requests.Count == 2, "it is repeated");
        await rig.RestartAsync();
        rig.Store.BeforeSave = null;
        await rig.Outbox.Wake();
        await rig.AdvanceUntilAsync(500, () => rig.Store.Find("a")!.Status == OutboxStatus.Failed, "it is given up");
        Assert.Equal(["a", "a"], rig.Notifier.Keys);
        Assert.Contains("may have arrived", await rig.Appends.NextDataAsync("alerts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_a_repetition_is_known_by_its_key_it_is_made_until_one_is_noted()
    {
        await using var rig = await new OutboxRig().StartAsync();
        await DieAfterSendingAsync(rig, "a", tries: 1, integration: "pagerduty[0]");
        rig.Store.BeforeSave = FailWhenSent;
        await rig.AdvanceUntilAsync(500, () => rig.Notifier.Requests.Count == 2, "it is repeated");
        await rig.RestartAsync();
        rig.Store.BeforeSave = null;
        await rig.Outbox.Wake();
        await rig.AdvanceUntilAsync(500, () => rig.Store.Find("a")!.Status == OutboxStatus.Sent, "it is repeated again");
        Assert.Equal(["a", "a", "a"], rig.Notifier.Keys);
    }

    [Fact]
    public async Task After_it_is_noted_nothing_is_sent_again()
    {
        await using var rig = await new OutboxRig().StartAsync();
        await rig.EnqueueAsync(SomeNotification.Step("a"));
        await rig.StatusAsync("a", OutboxStatus.Sent);
        await rig.RestartAsync();
        await rig.EnqueueAsync(SomeNotification.Step("a"));
        rig.Time.Advance(TimeSpan.FromMinutes(5));
        await rig.Outbox.Wake();
        Assert.Equal(["a"], rig.Notifier.Keys);
    }

    [Fact]
    public async Task Between_the_failure_and_its_event_the_event_is_told_after_the_restart_and_once()
    {
        await using var rig = await new OutboxRig().StartAsync();
        rig.Notifier.Answer = (_, _) => Task.FromResult(NotifyOutcome.Rejected("no"));
        rig.Store.BeforeSave = entry =>
        {
            if (entry is { Status: OutboxStatus.Failed, MustAnnounce: false }) throw new StoreUnavailableException("dies");
        };
        await rig.EnqueueAsync(SomeNotification.Step("a"));
        await rig.Appends.NextAsync("alerts");
        await rig.RestartAsync();
        rig.Store.BeforeSave = null;
        await rig.Outbox.Wake();
        await Eventually.TrueAsync(() => rig.Store.Find("a")!.IsDone, "it is done");
        Assert.Single(rig.Log.Events("alerts"));
        Assert.Single(rig.Notifier.Requests);
    }

    [Fact]
    public async Task A_store_that_is_away_while_the_result_is_noted_costs_no_repetition()
    {
        await using var rig = await new OutboxRig().StartAsync();
        rig.Store.BeforeSave = FailWhenSent;
        await rig.EnqueueAsync(SomeNotification.Step("a"));
        await Eventually.TrueAsync(() => rig.Notifier.Requests.Count == 1, "it is sent");
        await rig.AdvanceUntilAsync(500, () => rig.Time.Elapsed > TimeSpan.FromMinutes(2), "time goes by");
        rig.Store.BeforeSave = null;
        await rig.AdvanceUntilAsync(500, () => rig.Store.Find("a")!.Status == OutboxStatus.Sent, "it is noted");
        Assert.Single(rig.Notifier.Requests);
    }

    [Fact]
    public async Task What_was_stored_although_the_answer_was_lost_is_sent_when_it_is_handed_over_again()
    {
        await using var rig = await new OutboxRig().StartAsync();
        rig.Store.AfterAdd = () => throw new StoreUnavailableException("The answer was lost.");
        var refused = await Assert.ThrowsAsync<RefusedException>(() => rig.EnqueueAsync(SomeNotification.Step("a")));
        Assert.Equal(ErrorCode.Overloaded, refused.Code);
        rig.Store.AfterAdd = null;
        await rig.EnqueueAsync(SomeNotification.Step("a"));
        await rig.StatusAsync("a", OutboxStatus.Sent);
        Assert.Equal(["a"], rig.Notifier.Keys);
    }

    [Fact]
    public async Task A_store_that_is_away_refuses_and_the_outbox_heals()
    {
        await using var rig = await new OutboxRig().StartAsync();
        rig.Store.IsAway = true;
        await Assert.ThrowsAsync<RefusedException>(() => rig.EnqueueAsync(SomeNotification.Step("a")));
        rig.Store.IsAway = false;
        await rig.EnqueueAsync(SomeNotification.Step("a"));
        await rig.StatusAsync("a", OutboxStatus.Sent);
    }

    [Fact]
    public async Task Who_finds_that_another_has_changed_an_entry_starts_from_what_is_stored()
    {
        await using var rig = await new OutboxRig().StartAsync();
        rig.Notifier.Answer = (_, _) => Task.FromResult(NotifyOutcome.NotSent("HTTP 500"));
        await rig.EnqueueAsync(SomeNotification.Step("a"));
        await Eventually.TrueAsync(() => rig.Store.Find("a") is { Tries: 1, Status: OutboxStatus.Pending }, "the first try has failed");
        var entry = rig.Store.Find("a")!;
        Assert.True(await rig.Store.SaveAsync(entry with { Status = OutboxStatus.Sent, Version = entry.Version + 1 }));
        rig.Time.Advance(TimeSpan.FromMinutes(3));
        await rig.EnqueueAsync(SomeNotification.Step("b", integration: "email[0]"));
        await rig.AdvanceUntilAsync(500, () => rig.Notifier.Requests.Count >= 2, "the other is tried");
        Assert.DoesNotContain("a", rig.Notifier.Keys.Skip(1));
    }

    private static async Task DieAfterSendingAsync(OutboxRig rig, string key, int tries, string integration = "slack[0]")
    {
        rig.Store.BeforeSave = FailWhenSent;
        await rig.EnqueueAsync(SomeNotification.Step(key, integration: integration));
        await Eventually.TrueAsync(() => rig.Notifier.Requests.Count == tries, "it is sent");
        await rig.RestartAsync();
        rig.Store.BeforeSave = null;
        await rig.Outbox.Wake();
    }

    private static void FailWhenSent(OutboxEntry entry)
    {
        if (entry.Status == OutboxStatus.Sent) throw new StoreUnavailableException("dies");
    }
}
