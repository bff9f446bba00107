using Iskra.Alerts;

namespace Iskra.Tests.Unit.Alerts;

public sealed class AlertBoardTests
{
    [Fact]
    public void An_alert_is_created_fires_again_and_resolves()
    {
        var rig = new BoardRig();
        rig.Fire("A");
        rig.Fire("A");
        rig.End("A");
        rig.End("A");
        rig.Pass(1);
        rig.Fire("A");
        var print = BoardRig.Print("A");
        Assert.Equal([("alert_created", print), ("alert_resolved", print), ("alert_firing", print)], rig.Events);
        Assert.Equal(rig.Payloads.Count, rig.Payloads.Select(payload => payload.Id).Distinct().Count());
    }

    [Fact]
    public void An_end_of_an_alert_that_never_fired_tells_nobody()
    {
        var rig = new BoardRig();
        rig.End("A");
        Assert.Empty(rig.Events);
        Assert.Empty(rig.Board.Query(AlertQuery.All, rig.Now));
    }

    [Fact]
    public void An_alert_that_is_not_posted_again_ends_by_itself()
    {
        var rig = new BoardRig();
        rig.Post(rig.Firing(BoardRig.Labels("A"), minutes: 4));
        rig.Pass(3);
        rig.Post(rig.Firing(BoardRig.Labels("A"), minutes: 4));
        rig.Pass(3.9);
        Assert.Single(rig.Events);
        rig.Pass(0.1);
        Assert.Equal(("alert_resolved", BoardRig.Print("A")), rig.Events[^1]);
        Assert.Equal(1, rig.Board.Stats(rig.Now).ResolvedToday);
        rig.Pass(AlertRules.Retention.TotalMinutes);
        Assert.Equal(0, rig.Board.Count);
    }

    [Fact]
    public void The_earliest_start_is_kept_and_an_explicit_end_is_not_shortened()
    {
        var rig = new BoardRig();
        rig.Post(rig.Firing(BoardRig.Labels("A"), minutes: 60));
        rig.Pass(1);
        rig.Post(rig.Firing(BoardRig.Labels("A"), minutes: 5) with { HasTimeout = true });
        Assert.Equal(BoardRig.Start, rig.View("A").StartsAt);
        Assert.Equal(BoardRig.Start.AddMinutes(60), rig.View("A").EndsAt);
    }

    [Fact]
    public void A_silence_suppresses_and_its_end_lets_go()
    {
        var rig = new BoardRig();
        rig.Fire("A");
        var id = rig.Silence("alertname=A", 10);
        Assert.Equal((AlertStatus.Suppressed, QuietReason.Silenced), (rig.View("A").Status, rig.View("A").Reason));
        Assert.Equal([id], rig.View("A").SilencedBy);
        rig.Pass(10);
        Assert.Equal(AlertStatus.Firing, rig.View("A").Status);
        Assert.Equal(["alert_created", "silence_created", "alert_inhibited", "silence_expired", "alert_firing"], rig.Events.Select(item => item.Type));
        Assert.Contains("\"status\":\"suppressed\"", rig.Payloads[2].Data, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"expired\"", rig.Payloads[3].Data, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pending_silence_counts_from_its_start_and_a_deleted_one_no_more()
    {
        var rig = new BoardRig();
        var id = rig.Silence("alertname=A", 10, startMinutes: 5);
        rig.Fire("A");
        Assert.Empty(rig.View("A").SilencedBy);
        rig.Pass(5);
        Assert.Equal([id], rig.View("A").SilencedBy);
        rig.Board.ExpireSilence(id, rig.Now);
        rig.Settle();
        Assert.Empty(rig.View("A").SilencedBy);
        Assert.Equal(["silence_created", "silence_updated", "silence_deleted"], rig.Events.Where(item => item.Key == id).Select(item => item.Type));
        rig.Pass(SilenceRules.Retention.TotalMinutes);
        Assert.Null(rig.Board.Silence(id, rig.Now));
        Assert.Equal(ErrorCode.NotFound, Assert.Throws<RefusedException>(() => rig.Board.ExpireSilence(id, rig.Now)).Code);
    }

    [Fact]
    public void A_source_inhibits_targets_with_equal_labels_until_it_ends()
    {
        var rig = new BoardRig(BoardRig.WithContacts(null, BoardRig.Rule("severity=critical", "severity=warning", "cluster")));
        rig.Post(
            rig.Firing(BoardRig.Labels("T", "warning", ("cluster", "a"))),
            rig.Firing(BoardRig.Labels("U", "warning", ("cluster", "b"))),
            rig.Firing(BoardRig.Labels("S", "critical", ("cluster", "a"))));
        var inhibited = Assert.Single(rig.Board.Query(AlertQuery.All with { Active = false }, rig.Now));
        Assert.Equal(BoardRig.Print("S", "critical", ("cluster", "a")), inhibited.InhibitedBy.Single());
        Assert.Equal("T", inhibited.Labels["alertname"]);
        rig.Silence("alertname=S", 5);
        Assert.NotEmpty(rig.Board.Query(AlertQuery.All with { Active = false, Silenced = false }, rig.Now));
        rig.Post(rig.Ended(BoardRig.Labels("S", "critical", ("cluster", "a"))));
        Assert.Empty(rig.Board.Query(AlertQuery.All with { Active = false }, rig.Now));
        Assert.Equal(("alert_firing", inhibited.Fingerprint), rig.Events[^1]);
    }

    [Fact]
    public void An_alert_that_matches_both_sides_is_not_inhibited_by_another_that_does()
    {
        var rig = new BoardRig(BoardRig.WithContacts(null, BoardRig.Rule("severity=critical", "cluster=a", "cluster")));
        rig.Post(rig.Firing(BoardRig.Labels("A", "critical", ("cluster", "a"))), rig.Firing(BoardRig.Labels("B", "critical", ("cluster", "a"))));
        Assert.Equal(2, rig.Board.Query(AlertQuery.All with { Inhibited = false }, rig.Now).Length);
        rig.Post(rig.Firing(BoardRig.Labels("C", "info", ("cluster", "a"))));
        Assert.Single(rig.Board.Query(AlertQuery.All with { Active = false }, rig.Now));
    }

    [Fact]
    public void P0_escalates_step_by_step_and_each_is_told_once()
    {
        var rig = new BoardRig();
        rig.Fire("A");
        Assert.Equal(["devops_lead/slack[0]", "devops_lead/email[0]"], Told(rig));
        rig.Pass(4.99);
        Assert.Equal(2, rig.Notifications.Count);
        Assert.Equal((QuietReason.Waiting, rig.Now.AddMinutes(0.01)), (rig.View("A").Reason, rig.View("A").NextNotificationAt));
        rig.Pass(0.01);
        rig.Pass(10);
        rig.Pass(600 - 16);
        Assert.Equal(["devops_lead/slack[0]", "devops_lead/email[0]", "sre/pagerduty[0]", "tech_lead/email[0]"], Told(rig));
        Assert.Equal(QuietReason.Notified, rig.View("A").Reason);
        rig.End("A");
        Assert.Equal(("sre/pagerduty[0]", false), (Told(rig)[^1], rig.Notifications[^1].IsFiring));
    }

    [Fact]
    public void P1_waits_half_a_minute_and_goes_together_with_others()
    {
        var rig = new BoardRig();
        rig.Fire("A", "warning");
        rig.Pass(0.25);
        rig.Fire("B", "warning");
        Assert.Empty(rig.Notifications);
        rig.Pass(0.25);
        Assert.Equal(2, Assert.Single(rig.Notifications).Alerts.Length);
        rig.Pass(1);
        Assert.Single(rig.Notifications);
        rig.Pass(14);
        Assert.Equal(["team/slack[0]", "sre/pagerduty[0]"], Told(rig));
    }

    [Fact]
    public void P2_waits_four_hours()
    {
        var rig = new BoardRig();
        rig.Fire("A", "info");
        rig.Pass(239);
        Assert.Empty(rig.Notifications);
        rig.Pass(1);
        Assert.Equal(["pm/email[0]"], Told(rig));
    }

    [Fact]
    public void An_acknowledged_alert_escalates_no_further()
    {
        var rig = new BoardRig();
        rig.Fire("A");
        var view = rig.Board.Acknowledge(BoardRig.Print("A"), "ann", rig.Now);
        rig.Settle();
        rig.Pass(60);
        Assert.Equal(2, rig.Notifications.Count);
        Assert.Equal(("ann", QuietReason.Acknowledged), (view.Acknowledgement!.By, view.Reason));
        Assert.Equal("alert_acknowledged", rig.Events[^1].Type);
        rig.End("A");
        rig.Pass(1);
        rig.Fire("A");
        Assert.Equal(4, rig.Notifications.Count);
        Assert.Throws<RefusedException>(() => rig.Board.Acknowledge(new string('0', 16), "ann", rig.Now));
    }

    [Fact]
    public void The_clock_of_a_chain_stands_while_the_alert_is_suppressed()
    {
        var rig = new BoardRig();
        rig.Fire("A");
        rig.Pass(2);
        rig.Silence("alertname=A", 30);
        rig.Pass(29.9);
        Assert.Equal(2, rig.Notifications.Count);
        rig.Pass(0.11);
        Assert.Equal(AlertStatus.Firing, rig.View("A").Status);
        rig.Pass(2.9);
        Assert.Equal(2, rig.Notifications.Count);
        rig.Pass(0.2);
        Assert.Equal("sre/pagerduty[0]", Told(rig)[^1]);
    }

    [Fact]
    public void Within_its_cool_down_an_alert_comes_back_quietly()
    {
        var rig = new BoardRig();
        var coolDown = TimeSpan.FromMinutes(2);
        rig.Post(rig.Firing(BoardRig.Labels("A"), 60, coolDown));
        rig.Post(rig.Ended(BoardRig.Labels("A"), coolDown));
        rig.Pass(1);
        rig.Post(rig.Firing(BoardRig.Labels("A"), 60, coolDown));
        Assert.Equal(2, rig.Notifications.Count);
        Assert.Equal(["alert_created", "alert_resolved", "alert_firing"], rig.Events.Select(item => item.Type));
        rig.Post(rig.Ended(BoardRig.Labels("A"), coolDown));
        rig.Pass(2);
        rig.Post(rig.Firing(BoardRig.Labels("A"), 60, coolDown));
        Assert.Equal(4, rig.Notifications.Count);
    }

    [Fact]
    public void A_group_waits_repeats_and_tells_what_has_ended()
    {
        var rig = new BoardRig(BoardRig.WithContacts(new Route { Key = "{}", Receiver = "hook", GroupBy = ["alertname"], RepeatInterval = TimeSpan.FromMinutes(11) }));
        rig.Post(rig.Firing(BoardRig.Labels("A", "info", ("i", "1"))));
        rig.Pass(0.4);
        rig.Post(rig.Firing(BoardRig.Labels("A", "info", ("i", "2"))));
        Assert.Empty(rig.Notifications);
        rig.Pass(0.1);
        Assert.Equal(2, Assert.Single(rig.Notifications).Alerts.Length);
        Assert.Equal("{}:{alertname=\"A\"}", rig.Notifications[0].GroupKey);
        rig.Pass(5);
        rig.Pass(5);
        Assert.Single(rig.Notifications);
        rig.Pass(5);
        Assert.Equal(2, rig.Notifications.Count);
        rig.Post(rig.Ended(BoardRig.Labels("A", "info", ("i", "1"))));
        rig.Pass(5);
        Assert.Equal([AlertStatus.Firing, AlertStatus.Resolved], rig.Notifications[^1].Alerts.Select(alert => alert.Status));
        Assert.Equal(3, rig.Notifications.Count);
        Assert.Single(Assert.Single(rig.Board.Groups(AlertQuery.All, rig.Now)).Alerts);
        rig.Post(rig.Ended(BoardRig.Labels("A", "info", ("i", "2"))));
        rig.Pass(5);
        Assert.False(rig.Notifications[^1].IsFiring);
        Assert.Empty(rig.Board.Groups(AlertQuery.All, rig.Now));
    }

    [Fact]
    public void A_muted_route_tells_nobody_and_the_alert_says_so()
    {
        var settings = BoardRig.WithContacts(new Route { Key = "{}", Receiver = "hook", MuteTimeIntervals = ["night"] });
        var night = new TimeInterval { Times = [new ClockRange(12 * 60, 12 * 60 + 10)] };
        var rig = new BoardRig(settings with
        {
            Chains = new Dictionary<string, EscalationChain>(),
            Config = settings.Config with { TimeIntervals = settings.Config.TimeIntervals.Add("night", [night]) },
        });
        rig.Fire("A");
        rig.Pass(1);
        Assert.Empty(rig.Notifications);
        Assert.Equal((QuietReason.Muted, "night"), (rig.View("A").Reason, rig.View("A").MutedBy.Single()));
        rig.Pass(10);
        Assert.Single(rig.Notifications);
    }

    [Fact]
    public void More_alerts_than_can_be_kept_are_refused_whole()
    {
        var rig = new BoardRig(BoardRig.WithContacts() with { MaxAlerts = 2 });
        rig.Post(rig.Firing(BoardRig.Labels("A")), rig.Firing(BoardRig.Labels("B")));
        var refusal = Assert.Throws<RefusedException>(() => rig.Post(rig.Firing(BoardRig.Labels("B")), rig.Firing(BoardRig.Labels("C"))));
        Assert.Equal(ErrorCode.Overloaded, refusal.Code);
        Assert.Equal(2, rig.Board.Count);
        rig.Post(rig.Firing(BoardRig.Labels("A")), rig.Ended(BoardRig.Labels("D")));
    }

    [Fact]
    public void Events_that_wait_too_long_give_way_to_newer_ones()
    {
        var rig = new BoardRig();
        for (var i = 0; i <= AlertRecord.MaxPending / 2; i++)
        {
            rig.Board.Post([rig.Firing(BoardRig.Labels("A"))], rig.Now);
            rig.Board.Post([rig.Ended(BoardRig.Labels("A"))], rig.Now);
        }

        Assert.Equal(AlertRecord.MaxPending, rig.Board.Events.Count());
        Assert.Equal("alert_resolved", rig.Board.Events.Last().Event.Type);
    }

    private static string[] Told(BoardRig rig) => [.. rig.Notifications.Select(notification => $"{notification.Receiver}/{notification.Integration}")];
}
