using Iskra.Alerts;
using Iskra.Notifications;
using Iskra.Silo.Notifications;
using Iskra.Tests.Receivers;

namespace Iskra.Tests.Grains.Notifications;

/// <summary>From an alert to Slack, PagerDuty and mail over real sockets, on the clock of the test.</summary>
public class EscalationDeliveryTests
{
    [Fact]
    public async Task P1_reaches_the_team_after_its_grouping_then_pagerduty_then_the_manager_and_nobody_twice()
    {
        await using var slack = new HttpStub();
        await using var pagerDuty = new HttpStub();
        await using var mail = new SmtpStub();
        pagerDuty.AnswerWith(202, """{"status":"success"}""");
        await using var rig = new OutboxRig
        {
            // The clock of the test runs ahead of the sockets; a try that is under way must not end by it.
            Settings = new NotificationSettings { TryTimeout = TimeSpan.FromMinutes(30) },
            Alerts = AlertSettings.Default with
            {
                Config = AlertmanagerConfig.Default with
                {
                    Receivers =
                    [
                        new Receiver("default", []),
                        new Receiver("team", [SomeNotification.Slack(slack.Url)]),
                        new Receiver("sre", [SomeNotification.PagerDuty(pagerDuty.Url)]),
                        new Receiver("pm", [SomeNotification.Email(mail.Port)]),
                    ],
                },
            },
        };
        await rig.StartAsync(new Notifiers(rig.Settings, rig.Time));
        await rig.PostAsync(LabelSet.Of(("alertname", "TrustIsLow"), ("priority", "P1")));

        rig.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Empty(slack.Seen);
        await rig.AdvanceUntilAsync(250, () => slack.Seen.Count == 1, "the team is told");
        Assert.InRange(rig.Time.Elapsed, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(15));
        Assert.Empty(pagerDuty.Seen);
        await rig.AdvanceUntilAsync(5_000, () => pagerDuty.Seen.Count == 1, "PagerDuty is told");
        Assert.True(rig.Time.Elapsed >= TimeSpan.FromMinutes(15), $"{rig.Time.Elapsed}");
        Assert.Empty(mail.Messages);
        await rig.AdvanceUntilAsync(5_000, () => mail.Messages.Count == 1, "the manager is told");
        Assert.True(rig.Time.Elapsed >= TimeSpan.FromMinutes(60), $"{rig.Time.Elapsed}");
        rig.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal((1, 1, 1), (slack.Seen.Count, pagerDuty.Seen.Count, mail.Messages.Count));
    }
}
