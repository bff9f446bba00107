using Iskra.Alerts;

namespace Iskra.Tests.Unit.Alerts;

/// <summary>Who is told of an alert, as it is shown.</summary>
public sealed class EscalationViewTests
{
    private static readonly string Print = BoardRig.Print("A");

    private static IEnumerable<(string, EscalationStepState, double?)> Steps(BoardRig rig) =>
        rig.Board.Escalation(Print, rig.Now)!.Steps.Select(step => (step.Role, step.State, (step.DueAt - BoardRig.Start)?.TotalMinutes));

    [Fact]
    public void The_steps_are_those_of_the_chain_with_what_the_receivers_have_of_them()
    {
        var rig = new BoardRig();
        rig.Fire("A");
        var escalation = rig.Board.Escalation(Print, rig.Now)!;
        Assert.Equal([("devops_lead", EscalationStepState.Done, 0d), ("sre", EscalationStepState.Next, 5d), ("tech_lead", EscalationStepState.Later, 15d)], Steps(rig));
        Assert.Equal(["slack[0] email[0]", "pagerduty[0]", "email[0]"], escalation.Steps.Select(step => string.Join(' ', step.Integrations)));
        Assert.Equal([1, 2, 3], escalation.Steps.Select(step => step.Step));
        Assert.Equal([IntegrationKind.Slack, IntegrationKind.Email], escalation.Steps[0].Kinds);
        Assert.Equal((Print, "P0", 1), (escalation.Alert.Fingerprint, escalation.Alert.Priority, escalation.Alert.EscalationStep));
    }

    [Fact]
    public void The_clock_stands_while_the_alert_is_silenced_and_goes_on_later()
    {
        var rig = new BoardRig();
        rig.Fire("A");
        rig.Pass(2);
        rig.Silence("alertname=\"A\"", minutes: 10);
        Assert.Equal([("devops_lead", EscalationStepState.Done, 0d), ("sre", EscalationStepState.Held, null), ("tech_lead", EscalationStepState.Held, null)], Steps(rig));
        rig.Pass(10);
        Assert.Equal([("devops_lead", EscalationStepState.Done, 10d), ("sre", EscalationStepState.Next, 15d), ("tech_lead", EscalationStepState.Later, 25d)], Steps(rig));
    }

    [Fact]
    public void Who_takes_care_of_it_or_its_end_stops_the_chain()
    {
        var rig = new BoardRig();
        rig.Fire("A");
        rig.Board.Acknowledge(Print, "ann", rig.Now);
        rig.Settle();
        Assert.Equal([EscalationStepState.Done, EscalationStepState.Stopped, EscalationStepState.Stopped], Steps(rig).Select(step => step.Item2));

        var other = new BoardRig();
        other.Fire("A");
        other.End("A");
        Assert.Equal([EscalationStepState.Done, EscalationStepState.Stopped, EscalationStepState.Stopped], Steps(other).Select(step => step.Item2));
    }

    [Fact]
    public void A_role_without_a_receiver_has_no_integrations_and_an_unknown_alert_no_steps()
    {
        var rig = new BoardRig(AlertSettings.Default);
        rig.Fire("A");
        Assert.All(rig.Board.Escalation(Print, rig.Now)!.Steps, step => Assert.Empty(step.Integrations));
        Assert.Null(rig.Board.Escalation("0000000000000000", rig.Now));
    }
}
