using System.Text.Json;
using Iskra.Alerts;
using Iskra.Notifications;

namespace Iskra.Tests.Grains.Notifications;

public class NotificationGrainTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_is_taken_over_is_sent_at_once_and_once(int silos)
    {
        await using var rig = await new OutboxRig().StartAsync(silos: silos);
        await rig.EnqueueAsync(SomeNotification.Step("a"));
        await rig.StatusAsync("a", OutboxStatus.Sent);
        await rig.EnqueueAsync(SomeNotification.Step("a"));
        await rig.EnqueueAsync(SomeNotification.Step("b"));
        await rig.StatusAsync("b", OutboxStatus.Sent);
        Assert.Equal(["a", "b"], rig.Notifier.Keys);
    }

    [Fact]
    public async Task It_is_claimed_in_the_store_before_anything_leaves()
    {
        await using var rig = new OutboxRig();
        OutboxStatus? seen = null;
        rig.Notifier.Answer = (_, _) =>
        {
            seen = rig.Store.Find("a")?.Status;
            return Task.FromResult(NotifyOutcome.Sent);
        };
        await rig.StartAsync();
        await rig.EnqueueAsync(SomeNotification.Step("a"));
        await rig.StatusAsync("a", OutboxStatus.Sent);
        Assert.Equal(OutboxStatus.Claimed, seen);
    }

    [Fact]
    public async Task A_failure_is_tried_again_later_and_later()
    {
        await using var rig = await new OutboxRig().StartAsync();
        var at = new List<double>();
        rig.Notifier.Answer = (_, _) =>
        {
            at.Add(rig.Time.Elapsed.TotalSeconds);
            return Task.FromResult(at.Count < 5 ? NotifyOutcome.NotSent("HTTP 500") : NotifyOutcome.Sent);
        };
        await rig.EnqueueAsync(SomeNotification.Step("a"));
        await rig.AdvanceUntilAsync(100, () => rig.Store.Find("a")!.Status == OutboxStatus.Sent, "it is sent");
        Assert.Equal(5, at.Count);
        var waits = at.Zip(at.Skip(1), (one, next) => next - one).ToArray();
        foreach (var (wait, least) in waits.Zip([1.0, 2, 4, 8])) Assert.True(wait >= least, $"{wait} s is less than {least} s");
        Assert.Equal(0, rig.Appends.CountOf("alerts"));
    }

    [Fact]
    public async Task Every_try_and_every_end_is_counted_once()
    {
        await using var rig = await new OutboxRig().StartAsync();
        rig.Notifier.Answer = (request, _) => Task.FromResult(
            request.Notification.Key == "b" ? NotifyOutcome.Rejected("HTTP 400") : rig.Notifier.Requests.Count == 1 ? NotifyOutcome.NotSent("HTTP 500") : NotifyOutcome.Sent);
        await rig.EnqueueAsync(SomeNotification.Step("a"));
        await Eventually.TrueAsync(() => rig.Meter.Last == "team 1 oldest", "one waits");
        await rig.AdvanceUntilAsync(100, () => rig.Store.Find("a")!.Status == OutboxStatus.Sent, "it is sent");
        await rig.EnqueueAsync(SomeNotification.Step("b"));
        await rig.StatusAsync("b", OutboxStatus.Failed);
        await Eventually.TrueAsync(() => rig.Meter.Last == "team 0 none", "nothing waits");
        Assert.Equal(["tried team slack failed", "tried team slack", "done team slack", "tried team slack failed", "done team slack failed"], rig.Meter.Counted);
    }

    [Fact]
    public async Task Who_asks_to_be_left_alone_is_left_alone_by_all_of_his_notifications()
    {
        await using var rig = await new OutboxRig().StartAsync();
        rig.Notifier.Answer = (request, _) => Task.FromResult(
            rig.Notifier.Requests.Count == 1 ? NotifyOutcome.NotSent("HTTP 429", TimeSpan.FromSeconds(30)) : NotifyOutcome.Sent);
        await rig.EnqueueAsync(SomeNotification.Step("a"));
        await Eventually.TrueAsync(() => rig.Store.Find("a") is { Tries: 1, Status: OutboxStatus.Pending }, "the first try has failed");
        await rig.EnqueueAsync(SomeNotification.Step("b"), SomeNotification.Step("c", integration: "pagerduty[0]"));
        await rig.StatusAsync("c", OutboxStatus.Sent);
        rig.Time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Equal(["a", "c"], rig.Notifier.Keys);
        await rig.RunUntilAsync(() => rig.Notifier.Requests.Count == 4, "both are tried");
        Assert.InRange(rig.Time.Elapsed.TotalSeconds, 30, 40);
    }

    [Fact]
    public async Task What_cannot_be_delivered_ends_in_a_visible_event_and_is_not_tried_again()
    {
        await using var rig = await new OutboxRig().StartAsync();
        rig.Notifier.Answer = (_, _) => Task.FromResult(NotifyOutcome.Rejected("its server answered with HTTP 403"));
        await rig.EnqueueAsync(SomeNotification.Step("a", step: 2));
        var failed = await rig.Appends.NextAsync("alerts");
        Assert.Equal("notification_failed", failed.Type);
        var data = JsonDocument.Parse(failed.Data).RootElement;
        Assert.Equal(("a", "team", "slack[0]", "P0", 2, 1), (
            data.GetProperty("key").GetString(),
            data.GetProperty("receiver").GetString(),
            data.GetProperty("integration").GetString(),
            data.GetProperty("priority").GetString(),
            data.GetProperty("step").GetInt32(),
            data.GetProperty("tries").GetInt32()));
        Assert.Equal("its server answered with HTTP 403", data.GetProperty("reason").GetString());
        Assert.Equal("failed", data.GetProperty("status").GetString());
        await Eventually.TrueAsync(() => rig.Store.Find("a")!.IsDone, "it is done");
        rig.Time.Advance(TimeSpan.FromHours(2));
        Assert.Single(rig.Notifier.Requests);
    }

    [Fact]
    public async Task A_receiver_that_is_not_configured_any_more_is_told_as_a_failure()
    {
        await using var rig = await new OutboxRig().StartAsync();
        await rig.EnqueueAsync(SomeNotification.Step("a", integration: "slack[7]"));
        Assert.Contains("no such receiver", await rig.Appends.NextDataAsync("alerts"), StringComparison.Ordinal);
        Assert.Empty(rig.Notifier.Requests);
    }

    [Fact]
    public async Task After_an_hour_it_is_given_up()
    {
        await using var rig = await new OutboxRig().StartAsync();
        rig.Notifier.Answer = (_, _) => Task.FromResult(NotifyOutcome.NotSent("HTTP 503"));
        await rig.EnqueueAsync(SomeNotification.Step("a"));
        await rig.StandUntilAsync(() => rig.Store.Find("a") is { Status: OutboxStatus.Pending, Tries: 1 }, "the first try has failed");
        while (rig.Store.Find("a")!.Status != OutboxStatus.Failed)
        {
            var before = rig.AdvanceToNextTry("a");
            await rig.AdvanceUntilAsync(
                100, () => rig.Store.Find("a") is { Status: not OutboxStatus.Claimed } now && now.Version > before.Version, "the try has ended");
        }

        Assert.InRange(rig.Time.Elapsed, TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(61));
        Assert.Contains("HTTP 503", await rig.Appends.NextDataAsync("alerts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_event_of_a_failure_waits_for_its_channel()
    {
        await using var rig = await new OutboxRig().StartAsync();
        rig.Log.IsAway = true;
        rig.Notifier.Answer = (_, _) => Task.FromResult(NotifyOutcome.Rejected("no"));
        await rig.EnqueueAsync(SomeNotification.Step("a"));
        await rig.StatusAsync("a", OutboxStatus.Failed);
        rig.Log.IsAway = false;
        await rig.AdvanceUntilAsync(200, () => rig.Store.Find("a")!.IsDone, "the event is told");
        Assert.Single(rig.Log.Events("alerts"));
    }

    [Fact]
    public async Task A_full_outbox_refuses_and_keeps_what_it_has()
    {
        await using var rig = await new OutboxRig { Settings = new NotificationSettings { MaxPending = 3, Burst = 1, RatePerMinute = 1 } }.StartAsync();
        rig.Notifier.Answer = (_, _) => Task.FromResult(NotifyOutcome.NotSent("HTTP 500"));
        await rig.EnqueueAsync(SomeNotification.Step("a"), SomeNotification.Step("b"), SomeNotification.Step("c"));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => rig.EnqueueAsync(SomeNotification.Step("d")));
        Assert.Equal(ErrorCode.Overloaded, refused.Code);
        Assert.Null(rig.Store.Find("d"));
        Assert.NotNull(rig.Store.Find("c"));
    }

    [Fact]
    public async Task A_notification_for_somebody_else_is_refused()
    {
        await using var rig = await new OutboxRig().StartAsync();
        var refused = await Assert.ThrowsAsync<RefusedException>(() => rig.EnqueueAsync(SomeNotification.Step("a", receiver: "sre")));
        Assert.Equal(ErrorCode.InvalidField, refused.Code);
        await Assert.ThrowsAsync<RefusedException>(() => rig.EnqueueAsync());
        await Assert.ThrowsAsync<RefusedException>(() => rig.EnqueueAsync([.. Enumerable.Range(0, 101).Select(i => SomeNotification.Step($"{i}"))]));
        await rig.EnqueueAsync([.. Enumerable.Range(0, 100).Select(i => SomeNotification.Step($"{i}"))]);
    }

    [Fact]
    public async Task A_burst_is_sent_and_the_rest_follows_at_the_rate()
    {
        await using var rig = await new OutboxRig { Settings = new NotificationSettings { Burst = 3, RatePerMinute = 60 } }.StartAsync();
        await rig.EnqueueAsync([.. Enumerable.Range(0, 6).Select(i => SomeNotification.Step($"{i}"))]);
        await rig.StatusAsync("2", OutboxStatus.Sent);
        Assert.Equal(3, rig.Notifier.Requests.Count);
        rig.Time.Advance(TimeSpan.FromMilliseconds(900));
        Assert.Equal(3, rig.Notifier.Requests.Count);
        await rig.RunUntilAsync(() => rig.Notifier.Requests.Count == 6, "the rest is sent");
        Assert.InRange(rig.Time.Elapsed.TotalSeconds, 3, 11);
    }

    [Fact]
    public async Task A_slow_integration_delays_no_other()
    {
        await using var rig = new OutboxRig();
        var slow = new TaskCompletionSource<NotifyOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Notifier.Answer = (request, _) => request.Integration.Kind == IntegrationKind.Slack ? slow.Task : Task.FromResult(NotifyOutcome.Sent);
        await rig.StartAsync();
        await rig.EnqueueAsync(SomeNotification.Step("a"), SomeNotification.Step("b", integration: "email[0]"));
        await rig.StatusAsync("b", OutboxStatus.Sent);
        Assert.Equal(OutboxStatus.Claimed, rig.Store.Find("a")!.Status);
        slow.SetResult(NotifyOutcome.Sent);
        await rig.StatusAsync("a", OutboxStatus.Sent);
    }

    [Fact]
    public async Task A_fault_in_a_sender_is_a_failed_try()
    {
        await using var rig = await new OutboxRig().StartAsync();
        rig.Notifier.Answer = (_, _) => throw new InvalidOperationException("https://hooks.example/secret");
        await rig.EnqueueAsync(SomeNotification.Step("a"));
        await rig.AdvanceUntilAsync(500, () => rig.Store.Find("a")!.Status == OutboxStatus.Failed, "it is given up");
        Assert.Equal(2, rig.Notifier.Requests.Count);
        Assert.DoesNotContain("secret", await rig.Appends.NextDataAsync("alerts"), StringComparison.Ordinal);
    }
}
