using System.Text;
using Iskra.Alerts;
using Iskra.Channels;

namespace Iskra.Tests.Grains.Alerts;

public sealed class AlertIndexTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_alert_is_stored_shown_and_told_once(int silos)
    {
        await using var rig = await AlertRig.StartAsync(silos);
        await rig.PostAsync(rig.Firing("A"));
        var created = await rig.NextAsync();
        Assert.Equal(("alert_created", BoardHandOver.Source), (created.Type, created.Source));
        Assert.StartsWith(
            $$"""{"fingerprint":"{{AlertRig.Print("A")}}","alertname":"A","status":"firing","severity":"critical","priority":"P0","labels":{"alertname":"A","severity":"critical"},"annotations":{"summary":"s"},"starts_at":"2030-01-01T12:00:00.000Z",""",
            Encoding.UTF8.GetString(created.Data.Span),
            StringComparison.Ordinal);
        await rig.ToldAsync(1);
        Assert.Equal("devops_lead/slack[0]", Assert.Single(rig.Notifications.Select(told => $"{told.Receiver}/{told.Integration}")));
        await rig.PostAsync(rig.Firing("A"));
        await rig.PostAsync(rig.Ended("A"));
        Assert.Equal("alert_resolved", (await rig.NextAsync()).Type);
        Assert.Empty(await rig.Index.Query(AlertQuery.All));
        Assert.Single(rig.Notifications);
    }

    [Fact]
    public async Task A_restart_finds_what_was_there_and_tells_nobody_again()
    {
        await using var rig = await AlertRig.StartAsync();
        await rig.PostAsync(rig.Firing("A"), rig.Firing("B", "warning"));
        await rig.Index.PutSilence(new SilencePost(null, [new("alertname", MatchOperator.Equal, "B")], rig.Time.GetUtcNow(), rig.Time.GetUtcNow().AddHours(1), "a", "c"));
        await rig.Index.Acknowledge(AlertRig.Print("A"), "ann");
        await rig.ToldAsync(1);
        var before = await rig.Index.Query(AlertQuery.All);
        await Eventually.TrueAsync(() => rig.Log.Events(ChannelName.Alerts).Length == 4, "the alerts are created, acknowledged and suppressed");
        await rig.Engine.DeactivateAllAsync();
        var after = await rig.Index.Query(AlertQuery.All);
        Assert.Equal(before.Select(Facts), after.Select(Facts));
        rig.Time.Advance(TimeSpan.FromMinutes(10));
        await rig.Index.Stats();
        Assert.Single(rig.Notifications);
        Assert.Equal(4, rig.Log.Events(ChannelName.Alerts).Length);
    }

    [Fact]
    public async Task A_step_that_became_due_while_nobody_ran_runs_at_the_start()
    {
        await using var rig = await AlertRig.StartAsync();
        await rig.PostAsync(rig.Firing("A"));
        await rig.ToldAsync(1);
        await rig.Engine.DeactivateAllAsync();
        rig.Time.Advance(TimeSpan.FromMinutes(6));
        await rig.Index.Wake();
        await rig.ToldAsync(2);
        Assert.Equal("sre", rig.Notifications[1].Receiver);
    }

    [Fact]
    public async Task Steps_run_on_time_by_themselves()
    {
        await using var rig = await AlertRig.StartAsync();
        await rig.PostAsync(rig.Firing("A"));
        await rig.ToldAsync(1);
        var dueAt = rig.Notifications[0].At.AddMinutes(5);
        rig.Time.Advance(TimeSpan.FromMinutes(4.99));
        await rig.RunUntilAsync(() => rig.Notifications.Count == 2, "the second step runs");
        Assert.InRange(rig.Notifications[1].At, dueAt, dueAt.AddSeconds(10));
    }

    [Fact]
    public async Task While_the_store_is_away_posts_are_refused_and_nobody_is_told()
    {
        await using var rig = await AlertRig.StartAsync();
        await rig.Index.Wake();
        rig.States.IsAway = true;
        Assert.Equal(ErrorCode.Overloaded, (await Assert.ThrowsAsync<RefusedException>(() => rig.PostAsync(rig.Firing("A")))).Code);
        Assert.Empty(rig.Notifications);
        Assert.Empty(rig.Log.Events(ChannelName.Alerts));
        rig.States.IsAway = false;
        await rig.AdvanceUntilAsync(0.1, () => rig.Notifications.Count == 1 && rig.Log.Events(ChannelName.Alerts).Length == 1, "the alert is stored and told");
    }

    [Fact]
    public async Task An_activation_that_cannot_read_says_so_and_reads_later()
    {
        await using var rig = await AlertRig.StartAsync();
        rig.States.IsAway = true;
        Assert.Equal(ErrorCode.Overloaded, (await Assert.ThrowsAsync<RefusedException>(() => rig.PostAsync(rig.Firing("A")))).Code);
        rig.States.IsAway = false;
        await rig.PostAsync(rig.Firing("A"));
        Assert.Single(await rig.Index.Query(AlertQuery.All));
    }

    [Fact]
    public async Task A_lost_answer_of_the_store_neither_loses_nor_doubles_anything()
    {
        await using var rig = await AlertRig.StartAsync();
        await rig.PostAsync(rig.Firing("A"));
        await rig.ToldAsync(1);
        rig.States.LoseNextAnswer();
        await Assert.ThrowsAsync<RefusedException>(() => rig.PostAsync(rig.Firing("B")));
        await Eventually.TrueAsync(
            async () =>
            {
                rig.Time.Advance(TimeSpan.FromSeconds(1));
                try
                {
                    await rig.PostAsync(rig.Firing("B"));
                    return true;
                }
                catch (RefusedException)
                {
                    return false;
                }
            },
            "the alert is taken");
        await rig.ToldAsync(2);
        Assert.Equal(2, rig.Log.Events(ChannelName.Alerts).Length);
        Assert.Equal(2, rig.Notifications.Select(told => told.Key).Distinct().Count());
    }

    [Fact]
    public async Task While_the_channel_is_away_events_wait_and_come_in_order()
    {
        await using var rig = await AlertRig.StartAsync();
        rig.Appends.Refuse = channel => channel == ChannelName.Alerts ? new RefusedException(ErrorCode.Overloaded, "away") : null;
        await rig.PostAsync(rig.Firing("A"));
        await rig.PostAsync(rig.Ended("A"));
        rig.Appends.Refuse = null;
        await rig.AdvanceUntilAsync(1, () => rig.Log.Events(ChannelName.Alerts).Length == 2, "both events are appended");
        Assert.Equal(["alert_created", "alert_resolved"], rig.Log.Events(ChannelName.Alerts).Select(item => item.Draft.Type));
    }

    [Fact]
    public async Task While_an_outbox_is_away_notifications_wait_and_go_once()
    {
        await using var rig = await AlertRig.StartAsync();
        rig.IsOutboxAway = true;
        await rig.PostAsync(rig.Firing("A"));
        await rig.NextAsync();
        await rig.Engine.DeactivateAllAsync();
        rig.IsOutboxAway = false;
        await rig.Index.Wake();
        await rig.AdvanceUntilAsync(0.1, () => rig.Notifications.Count > 0, "the notification is handed over");
        Assert.Single(rig.Notifications.Select(told => told.Key).Distinct());
    }

    [Fact]
    public async Task Many_alerts_come_back_whole()
    {
        await using var rig = await AlertRig.StartAsync();
        await rig.PostAsync([.. Enumerable.Range(0, 1_000).Select(i => rig.Firing($"A{i}", "info"))]);
        await rig.PostAsync([.. Enumerable.Range(0, 500).Select(i => rig.Ended($"A{i}", "info"))]);
        await Eventually.TrueAsync(() => rig.Log.Events(ChannelName.Alerts).Length == 1_500, "all is told");
        await rig.Engine.DeactivateAllAsync();
        Assert.Equal(500, (await rig.Index.Query(AlertQuery.All)).Length);
        Assert.Equal(1_500, rig.Log.Events(ChannelName.Alerts).Length);
        Assert.Equal(new AlertStats(500, 500, 0, 0), await rig.Index.Stats());
    }

    [Fact]
    public async Task Numbers_are_shown_every_ten_seconds()
    {
        await using var rig = await AlertRig.StartAsync();
        await rig.PostAsync(rig.Firing("A"), rig.Firing("B", "warning"));
        await rig.AdvanceUntilAsync(1, () => rig.Appends.CountOf(ChannelName.Stats) >= 2, "the numbers are shown twice");
        Assert.Equal(
            """{"firing_alerts":2,"resolved_today":0,"active_silences":0,"inhibited_alerts":1}""",
            Encoding.UTF8.GetString((await rig.NextAsync(ChannelName.Stats)).Data.Span));
    }

    [Fact]
    public async Task More_than_fits_a_call_is_refused()
    {
        await using var rig = await AlertRig.StartAsync();
        var post = rig.Firing("A");
        Assert.Equal(ErrorCode.InvalidField, (await Assert.ThrowsAsync<RefusedException>(() => rig.PostAsync([.. Enumerable.Repeat(post, AlertIndexGrain.MaxPosts + 1)]))).Code);
        await rig.PostAsync([.. Enumerable.Repeat(post, AlertIndexGrain.MaxPosts)]);
    }

    private static (string, AlertStatus, QuietReason, string?) Facts(AlertView alert) =>
        (alert.Fingerprint, alert.Status, alert.Reason, alert.Acknowledgement?.By);
}
