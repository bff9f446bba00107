using Iskra.Alerts;
using Iskra.Metrics;

namespace Iskra.Tests.Unit.Alerts;

/// <summary>A metric that leaves its band again and again does not call anybody again and again.</summary>
public sealed class FlappingTests
{
    private static readonly MetricDeclaration Pain = MetricDeclarations.Default.Of("pain");

    [Fact]
    public void Chains_are_told_once_of_a_metric_that_flaps_and_once_of_its_end()
    {
        var rig = new BoardRig();
        for (var crossing = 0; crossing < 8; crossing++) Flap(rig, 15);
        Assert.Equal(["devops_lead/slack[0]", "devops_lead/email[0]"], Told(rig));
        Change(rig, MetricState.Ok, MetricState.Critical);
        rig.Pass(2);
        Change(rig, MetricState.Critical, MetricState.Ok);
        Assert.Single(Told(rig), told => told == "sre/pagerduty[0]");
        rig.Pass(0.9);
        Assert.Single(Told(rig), told => told == "sre/pagerduty[0]");
        rig.Pass(0.1);
        Assert.Equal(2, Told(rig).Count(told => told == "sre/pagerduty[0]"));
        Assert.False(rig.Notifications[^1].IsFiring);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(31)]
    [InlineData(59)]
    public void Routes_are_told_once_of_a_metric_that_flaps_and_once_of_its_end(double seconds)
    {
        var rig = Routed();
        for (var crossing = 0; crossing < 60; crossing++) Flap(rig, seconds);
        Assert.Equal(["firing"], States(rig));
        rig.Pass(10);
        Assert.Equal(["firing", "resolved"], States(rig));
    }

    [Fact]
    public void One_that_came_back_quietly_before_anybody_was_told_is_told_of()
    {
        var rig = Routed();
        Change(rig, MetricState.Ok, MetricState.Critical);
        rig.Pass(0.1);
        Change(rig, MetricState.Critical, MetricState.Ok);
        rig.Pass(0.1);
        Change(rig, MetricState.Ok, MetricState.Critical);
        rig.Pass(0.5);
        Assert.Equal(["firing"], States(rig));
    }

    [Fact]
    public void Others_of_its_group_are_told_of_meanwhile_and_it_is_not_told_again()
    {
        var rig = Routed();
        Change(rig, MetricState.Ok, MetricState.Critical);
        rig.Pass(0.5);
        rig.Pass(4.9);
        Change(rig, MetricState.Critical, MetricState.Ok);
        rig.Fire("Other");
        rig.Pass(0.2);
        Assert.Equal(2, States(rig).Length);
        Change(rig, MetricState.Ok, MetricState.Critical);
        rig.Pass(20);
        Assert.Equal(2, States(rig).Length);
    }

    private static BoardRig Routed() => new(
        BoardRig.WithContacts(new Route { Key = "{}", Receiver = "hook" }) with { Chains = new Dictionary<string, EscalationChain>() });

    private static void Flap(BoardRig rig, double seconds)
    {
        Change(rig, MetricState.Ok, MetricState.Critical);
        rig.Pass(seconds / 60);
        Change(rig, MetricState.Critical, MetricState.Ok);
        rig.Pass(seconds / 60);
    }

    private static void Change(BoardRig rig, MetricState from, MetricState to) =>
        rig.Post([.. SloAlertRules.Posts(new SloChange("pain", from, to, 0.71, rig.Now), Pain, rig.Now)]);

    private static string[] Told(BoardRig rig) => [.. rig.Notifications.Select(told => $"{told.Receiver}/{told.Integration}")];

    private static string[] States(BoardRig rig) => [.. rig.Notifications.Select(told => told.IsFiring ? "firing" : "resolved")];
}
