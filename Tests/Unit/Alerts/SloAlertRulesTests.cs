using System.Text;
using Iskra.Alerts;
using Iskra.Metrics;

namespace Iskra.Tests.Unit.Alerts;

public sealed class SloAlertRulesTests
{
    private static readonly MetricDeclaration Pain = MetricDeclarations.Default.Of("pain");

    private readonly BoardRig _rig = new();

    private void Change(MetricState from, MetricState to) =>
        _rig.Post([.. SloAlertRules.Posts(new SloChange("pain", from, to, 0.71, _rig.Now), Pain, _rig.Now)]);

    [Fact]
    public void A_change_ends_the_alert_of_the_old_priority_and_fires_that_of_the_new()
    {
        Change(MetricState.Ok, MetricState.Warning);
        Change(MetricState.Warning, MetricState.Critical);
        var alert = Assert.Single(_rig.Board.Query(AlertQuery.All, _rig.Now));
        Assert.Equal(
            "{alertname=\"MetricOutOfBand\", metric=\"pain\", priority=\"P0\", severity=\"critical\", source=\"iskra\"}", alert.Labels.ToString());
        Assert.Equal("pain is 0.71: critical", alert.Annotations["summary"]);
        Assert.Equal(["alert_created", "alert_resolved", "alert_created"], _rig.Events.Select(item => item.Type));
    }

    [Fact]
    public void Leaving_the_band_again_within_the_cool_down_tells_nobody()
    {
        Change(MetricState.Ok, MetricState.Critical);
        Change(MetricState.Critical, MetricState.Ok);
        _rig.Pass(0.9);
        Change(MetricState.Ok, MetricState.Critical);
        Assert.Equal("alert_firing", _rig.Events[^1].Type);
        Assert.Equal(2, _rig.Notifications.Count);
        Change(MetricState.Critical, MetricState.Ok);
        _rig.Pass(1);
        Change(MetricState.Ok, MetricState.Critical);
        Assert.Equal(4, _rig.Notifications.Count);
    }

    [Fact]
    public void A_worse_state_notifies_at_once_whatever_the_cool_down()
    {
        Change(MetricState.Ok, MetricState.Critical);
        Change(MetricState.Critical, MetricState.Warning);
        Change(MetricState.Warning, MetricState.Critical);
        Assert.Equal(4, _rig.Notifications.Count(told => told.Priority == "P0"));
    }

    [Fact]
    public void An_event_is_read_and_what_is_none_is_passed_over()
    {
        var at = BoardRig.Start;
        var data = Encoding.UTF8.GetBytes("""{"metric":"pain","from":"ok","to":"critical","value":0.71,"band":{},"priority":"P0"}""");
        Assert.Equal(new SloChange("pain", MetricState.Ok, MetricState.Critical, 0.71, at), SloChange.Read(data, at));
        foreach (var bad in (string[])["{", "{}", "[]", """{"metric":"pain","from":"ok","to":"bad","value":1}""", """{"metric":1,"from":"ok","to":"ok","value":1}"""])
            Assert.Null(SloChange.Read(Encoding.UTF8.GetBytes(bad), at));
    }
}
