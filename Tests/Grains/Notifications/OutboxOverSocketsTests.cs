using Iskra.Alerts;
using Iskra.Notifications;
using Iskra.Silo.Notifications;
using Iskra.Tests.Receivers;

namespace Iskra.Tests.Grains.Notifications;

/// <summary>The whole way over real sockets; only the clock is the test's.</summary>
public class OutboxOverSocketsTests
{
    [Fact]
    public async Task Slack_that_fails_first_is_told_in_the_end_and_once()
    {
        await using var server = new HttpStub();
        server.Answer = (_, _, stream, token) => server.Seen.Count switch
        {
            1 => HttpStub.WriteAsync(stream, 500, "", token),
            2 => HttpStub.WriteAsync(stream, 429, "", token, "Retry-After: 20"),
            _ => HttpStub.WriteAsync(stream, 200, "ok", token),
        };

        // The clock of the test does not wait for the sockets; a try that is under way must not end by it.
        await using var rig = await StartAsync(new NotificationSettings { TryTimeout = TimeSpan.FromMinutes(30) }, SomeNotification.Slack(server.Url));
        await rig.EnqueueAsync(SomeNotification.Step("a"));
        await rig.AdvanceUntilAsync(100, () => rig.Store.Find("a")!.Status == OutboxStatus.Sent, "it is sent");
        Assert.Equal(3, server.Seen.Count);
        Assert.Single(server.Seen.Select(seen => seen.Headers["Idempotency-Key"]).Distinct());
        Assert.True(rig.Time.Elapsed >= TimeSpan.FromSeconds(21), $"{rig.Time.Elapsed} is less than asked for");
        Assert.Equal(0, rig.Appends.CountOf("alerts"));
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_after_its_time_and_told()
    {
        await using var server = new HttpStub();
        server.Answer = (_, _, _, token) => Task.Delay(Timeout.Infinite, token);
        await using var rig = await StartAsync(new NotificationSettings(), SomeNotification.Slack(server.Url));
        await rig.EnqueueAsync(SomeNotification.Step("a"));
        await Eventually.TrueAsync(() => server.Seen.Count == 1, "the first try is under way");
        rig.Time.Advance(rig.Settings.TryTimeout - TimeSpan.FromMilliseconds(1));
        Assert.Equal(OutboxStatus.Claimed, rig.Store.Find("a")!.Status);
        rig.Time.Advance(TimeSpan.FromMilliseconds(1));
        await rig.StatusAsync("a", OutboxStatus.Pending);
        rig.AdvanceToNextTry("a");
        await rig.AdvanceUntilAsync(2, () => server.Seen.Count == 2, "the second try is under way");
        rig.Time.Advance(rig.Settings.TryTimeout);
        await rig.AdvanceUntilAsync(100, () => rig.Store.Find("a")!.IsDone, "it is given up");
        Assert.Equal(2, server.Seen.Count);
        var failed = await rig.Appends.NextDataAsync("alerts");
        Assert.Contains("it may have arrived", failed, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_with_slack_and_mail_is_told_by_both_and_pagerduty_hears_of_the_end()
    {
        await using var slack = new HttpStub();
        await using var pagerDuty = new HttpStub();
        await using var mail = new SmtpStub();
        pagerDuty.AnswerWith(202, """{"status":"success"}""");
        await using var rig = await StartAsync(
            new NotificationSettings(), SomeNotification.Slack(slack.Url), SomeNotification.Email(mail.Port), SomeNotification.PagerDuty(pagerDuty.Url));
        await rig.EnqueueAsync(
            SomeNotification.Step("slack"),
            SomeNotification.Step("mail", integration: "email[0]"),
            SomeNotification.Step("trigger", integration: "pagerduty[0]", alerts: SomeNotification.Alert("x")),
            SomeNotification.Step("resolve", integration: "pagerduty[0]", alerts: SomeNotification.Alert("x", AlertStatus.Resolved)));
        foreach (var key in new[] { "slack", "mail", "trigger", "resolve" }) await rig.StatusAsync(key, OutboxStatus.Sent);
        Assert.Equal(["trigger", "resolve"], pagerDuty.Seen.Select(seen => seen.Json.GetProperty("event_action").GetString()));
        Assert.Single(pagerDuty.Seen.Select(seen => seen.Json.GetProperty("dedup_key").GetString()).Distinct());
        Assert.Single(slack.Seen);
        Assert.Single(mail.Messages);
    }

    private static async Task<OutboxRig> StartAsync(NotificationSettings settings, params ReceiverIntegration[] integrations)
    {
        var rig = new OutboxRig { Settings = settings, Alerts = SomeNotification.Settings("team", integrations) };
        return await rig.StartAsync(new Notifiers(rig.Settings, rig.Time));
    }
}
