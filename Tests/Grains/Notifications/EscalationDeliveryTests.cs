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
            // The clock of the test does not wait for the sockets; a try that is under way must not end by it.
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
        await ToldAsync(rig, TimeSpan.FromSeconds(30), () => slack.Seen.Count == 1, "the team");
        Assert.Empty(pagerDuty.Seen);
        await ToldAsync(rig, TimeSpan.FromMinutes(15), () => pagerDuty.Seen.Count == 1, "sre");
        Assert.Empty(mail.Messages);
        await ToldAsync(rig, TimeSpan.FromMinutes(60), () => mail.Messages.Count == 1, "pm");
        rig.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal((1, 1, 1), (slack.Seen.Count, pagerDuty.Seen.Count, mail.Messages.Count));
    }

    /// <summary>Goes to a moment before a step is due and waits for it while the clock goes slowly; the sockets do not know the clock.</summary>
    private static async Task ToldAsync(OutboxRig rig, TimeSpan dueAt, Func<bool> isTold, string who)
    {
        rig.Time.Advance(dueAt - TimeSpan.FromMilliseconds(500) - rig.Time.Elapsed);
        await rig.RunUntilAsync(isTold, $"{who} is told");
        Assert.True(rig.Time.Elapsed >= dueAt, $"{rig.Time.Elapsed}");
        await rig.RunUntilAsync(() => rig.Meter.Last.EndsWith(" 0 none", StringComparison.Ordinal), "that is noted");
    }
}
