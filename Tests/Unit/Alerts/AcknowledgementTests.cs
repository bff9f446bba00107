using Iskra.Alerts;

namespace Iskra.Tests.Unit.Alerts;

/// <summary>Who is told that somebody takes care of an alert.</summary>
public sealed class AcknowledgementTests
{
    [Fact]
    public void PagerDuty_is_told_once_where_it_knows_of_the_alert()
    {
        var rig = new BoardRig();
        rig.Fire("A");
        rig.Pass(5);
        Assert.Equal("sre/pagerduty[0]", Told(rig)[^1]);
        var before = rig.Notifications.Count;
        Acknowledge(rig, "A");
        var told = Assert.Single(rig.Notifications.Skip(before));
        Assert.Equal(("sre", "pagerduty[0]", 2, "ann"), (told.Receiver, told.Integration, told.Step, told.Alerts.Single().Acknowledgement!.By));
        Assert.True(told.IsFiring);
        Acknowledge(rig, "A");
        rig.Restart(minutes: 1);
        rig.Pass(60);
        Assert.Equal(before + 1, rig.Notifications.Count);
    }

    [Fact]
    public void Nobody_is_told_of_what_he_does_not_know()
    {
        var rig = new BoardRig();
        rig.Fire("A");
        var before = rig.Notifications.Count;
        Assert.DoesNotContain("sre/pagerduty[0]", Told(rig));
        Acknowledge(rig, "A");
        rig.Pass(60);
        Assert.Equal(before, rig.Notifications.Count);
    }

    [Fact]
    public void An_acknowledgement_that_was_stored_before_a_crash_is_told_after_it()
    {
        var rig = new BoardRig();
        rig.Fire("A");
        rig.Pass(5);
        var before = rig.Notifications.Count;
        rig.Board.Acknowledge(BoardRig.Print("A"), "ann", rig.Now);
        rig.Save();
        rig.Restart();
        Assert.Single(rig.Notifications.Skip(before));
        rig.Restart();
        Assert.Single(rig.Notifications.Skip(before));
    }

    [Fact]
    public void The_next_life_of_an_alert_has_an_incident_of_its_own()
    {
        var rig = new BoardRig();
        for (var life = 0; life < 2; life++)
        {
            rig.Fire("A");
            rig.Pass(5);
            Acknowledge(rig, "A");
            rig.End("A");
            rig.Pass(1);
        }

        var told = rig.Notifications.Where(notification => notification.Receiver == "sre").ToArray();
        Assert.Equal(["trigger", "acknowledge", "resolve", "trigger", "acknowledge", "resolve"], told.Select(Action));
        Assert.Equal(told.Length, told.Select(notification => notification.Key).Distinct().Count());
    }

    [Fact]
    public void The_incident_of_a_group_is_acknowledged_when_all_of_it_is()
    {
        var settings = BoardRig.WithContacts(new Route { Key = "{}", Receiver = "sre", GroupBy = ["team"] });
        var rig = new BoardRig(settings with { Chains = new Dictionary<string, EscalationChain>() });
        rig.Fire("A", "info");
        rig.Fire("B", "info");
        rig.Pass(1);
        var before = rig.Notifications.Count;
        Acknowledge(rig, "A", "info");
        Assert.Equal(before, rig.Notifications.Count);
        Acknowledge(rig, "B", "info");
        var told = Assert.Single(rig.Notifications.Skip(before));
        Assert.Equal(("pagerduty[0]", 0, 2), (told.Integration, told.Step, told.Alerts.Length));
        rig.Pass(500);
        Assert.Single(rig.Notifications.Skip(before));
    }

    private static void Acknowledge(BoardRig rig, string name, string severity = "critical")
    {
        rig.Board.Acknowledge(BoardRig.Print(name, severity), "ann", rig.Now);
        rig.Settle();
    }

    private static string[] Told(BoardRig rig) => [.. rig.Notifications.Select(told => $"{told.Receiver}/{told.Integration}")];

    private static string Action(Notification told) =>
        !told.IsFiring ? "resolve" : told.Alerts.All(alert => alert.Acknowledgement is not null) ? "acknowledge" : "trigger";
}
