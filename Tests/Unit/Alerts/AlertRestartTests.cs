using FsCheck;
using FsCheck.Fluent;
using Iskra.Alerts;

namespace Iskra.Tests.Unit.Alerts;

public sealed class AlertRestartTests
{
    [Fact]
    public void A_restart_tells_nobody_again()
    {
        var rig = new BoardRig(BoardRig.WithContacts(new Route { Key = "{}", Receiver = "hook" }));
        rig.Fire("A");
        rig.Pass(1);
        var told = rig.Notifications.Count;
        rig.Restart();
        rig.Pass(1);
        Assert.Equal((3, told), (rig.Notifications.Count, 3));
        Assert.Single(rig.Events);
    }

    [Fact]
    public void A_step_that_became_due_meanwhile_runs_at_the_start()
    {
        var rig = new BoardRig();
        rig.Fire("A");
        rig.Restart(minutes: 20);
        Assert.Equal(["sre", "tech_lead"], rig.Notifications.Skip(2).Select(notification => notification.Receiver));
    }

    [Fact]
    public void A_restart_fires_nothing_that_was_suppressed()
    {
        var rig = new BoardRig(BoardRig.WithContacts(null, BoardRig.Rule("alertname=S", "alertname=T")));
        rig.Silence("alertname=A", 60);
        rig.Post(rig.Firing(BoardRig.Labels("S"), 3), rig.Firing(BoardRig.Labels("T")), rig.Firing(BoardRig.Labels("A")));
        var told = rig.Notifications.Count;
        rig.Restart(minutes: 4);
        Assert.Equal(told, rig.Notifications.Count);
        Assert.Equal(2, rig.Board.Query(AlertQuery.All with { Active = false }, rig.Now).Length);
    }

    [Fact]
    public void A_silence_that_ended_meanwhile_is_told_and_lets_go()
    {
        var rig = new BoardRig();
        rig.Silence("alertname=A", 10);
        rig.Fire("A");
        rig.Restart(minutes: 11);
        Assert.Equal(["silence_created", "alert_created", "alert_inhibited", "silence_expired", "alert_firing"], rig.Events.Select(item => item.Type));
        Assert.Equal(2, rig.Notifications.Count);
    }

    [Fact]
    public void An_alert_has_time_to_be_posted_again_after_a_restart()
    {
        var rig = new BoardRig();
        rig.Post(rig.Firing(BoardRig.Labels("A"), 4));
        rig.Restart(minutes: 30);
        Assert.Single(rig.Events);
        rig.Pass(5);
        Assert.Equal("alert_resolved", rig.Events[^1].Type);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_crash_on_the_way_of_a_notification_neither_loses_nor_doubles_it(bool isStored, bool isHandedOver)
    {
        var rig = new BoardRig();
        rig.Save();
        rig.Board.Post([rig.Firing(BoardRig.Labels("A", "warning"))], rig.Now);
        rig.Settle();
        rig.Board.Advance(rig.Now.AddMinutes(0.5));
        rig.Save(onlyIntents: !isStored);
        if (isHandedOver) rig.HandOver(forget: false);
        rig.Restart(minutes: 0.6);
        rig.Pass(1);
        Assert.Single(rig.Notifications);
    }

    /// <summary>
    /// Whatever is posted, silenced, acknowledged, restarted, and however time jumps: what is told of fires, is not suppressed and not
    /// acknowledged, unless that is what is told; each step of an alert's life tells an integration once; and an alert that nothing suppresses is told of.
    /// </summary>
    [Fact]
    public void No_order_of_events_restarts_and_jumps_makes_an_alert_notify_while_suppressed_or_twice_or_never() =>
        Prop.ForAll(Scripts(), Run).Check(Config.QuickThrowOnFailure.WithMaxTest(120));

    private static Arbitrary<(int Kind, int Argument)[]> Scripts() =>
        Gen.Zip(Gen.Choose(0, 11), Gen.Choose(0, 3)).ArrayOf(50).Select(steps => steps.Select(step => (step.Item1, step.Item2)).ToArray()).ToArbitrary();

    private static void Run((int Kind, int Argument)[] script)
    {
        var rig = new BoardRig(BoardRig.WithContacts(
            new Route { Key = "{}", Receiver = "hook", GroupBy = ["alertname"] }, BoardRig.Rule("alertname=A0", "alertname=A1")));
        var silences = new List<string>();
        foreach (var (kind, argument) in script)
        {
            Step(rig, silences, kind, $"A{argument}");
            Check(rig);
        }

        // Nothing suppresses any more, and whoever fires is told of.
        foreach (var id in silences) rig.Board.ExpireSilence(id, rig.Now);
        rig.End("A0");
        rig.Fire("A3");
        rig.Pass(1);
        var entry = rig.View("A3");
        Assert.True(entry.Acknowledgement is not null || rig.Notifications.Any(told => told.Role is not null && told.Alerts.Any(alert => alert.Fingerprint == entry.Fingerprint)));
    }

    private static void Step(BoardRig rig, List<string> silences, int kind, string name)
    {
        switch (kind)
        {
            case < 3:
                rig.Fire(name);
                break;
            case 3:
                rig.Post(rig.Firing(BoardRig.Labels(name), 3, TimeSpan.FromMinutes(2)));
                break;
            case 4:
                rig.End(name);
                break;
            case 5:
                silences.Add(rig.Silence($"alertname={name}", 7));
                break;
            case 6 when silences.Count > 0:
                rig.Board.ExpireSilence(silences[0], rig.Now);
                rig.Settle();
                break;
            case 7 when rig.Board.Query(AlertQuery.All, rig.Now).Any(alert => alert.Fingerprint == BoardRig.Print(name)):
                rig.Board.Acknowledge(BoardRig.Print(name), "ann", rig.Now);
                rig.Settle();
                break;
            case 8:
                rig.Restart(minutes: 1);
                break;
            case 9:
                rig.Pass(6);
                break;
            default:
                rig.Pass(0.3);
                break;
        }
    }

    private static void Check(BoardRig rig)
    {
        foreach (var told in rig.Notifications)
        {
            if (told.Key.Contains("/acknowledged", StringComparison.Ordinal)) Assert.All(told.Alerts, alert => Assert.NotNull(alert.Acknowledgement));
            else Assert.All(told.Alerts, alert => Assert.True(alert.Status == AlertStatus.Resolved || (alert.SilencedBy.IsEmpty && alert.InhibitedBy.IsEmpty && alert.Acknowledgement is null)));
        }

        var steps = rig.Intents.SelectMany(intent => intent.Marks.Select(mark =>
            (intent.Notification.Receiver, intent.Notification.Integration, intent.Notification.Step, IsAcknowledged(intent), mark.IsResolve, mark.Fingerprint, mark.Life))).ToArray();
        Assert.Equal(steps.Distinct().Count(), steps.Length);
        Assert.Equal(rig.Intents.Count, rig.Intents.Select(intent => intent.Notification.Key).Distinct().Count());
    }

    private static bool IsAcknowledged(NotificationIntent intent) => intent.Notification.Key.Contains("/acknowledged/", StringComparison.Ordinal);
}
