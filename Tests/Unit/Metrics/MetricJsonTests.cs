using System.Text;
using Iskra.Metrics;

namespace Iskra.Tests.Unit.Metrics;

public class MetricJsonTests
{
    [Fact]
    public void A_value_is_shown_by_name() =>
        Assert.Equal("""{"clarity":0.81}""", Text(MetricJson.Value(Read("clarity", 0.81))));

    [Theory]
    [InlineData(MetricState.Ok, "\"state\":\"ok\"")]
    [InlineData(MetricState.Violation, "\"state\":\"violation\"")]
    [InlineData(MetricState.Warning, "\"state\":\"warning\"")]
    [InlineData(MetricState.Critical, "\"state\":\"critical\"")]
    public void The_state_stands_beside_it(MetricState state, string expected) => Assert.Equal(expected, Text(MetricJson.State(state)));

    [Fact]
    public void A_change_names_band_and_priority()
    {
        var change = new StateChange(MetricState.Ok, MetricState.Critical, 0.71, DateTimeOffset.UnixEpoch);
        Assert.Equal(
            """{"metric":"pain","from":"ok","to":"critical","value":0.71,"band":{"min":0.2,"max":0.5,"target":0.3},"priority":"P0"}""",
            Text(MetricJson.Change("pain", MetricDeclarations.Default.Of("pain").Band, change)));
    }

    [Fact]
    public void A_change_to_ok_has_no_priority_and_a_missing_limit_is_null()
    {
        var change = new StateChange(MetricState.Warning, MetricState.Ok, 12, DateTimeOffset.UnixEpoch);
        Assert.Equal(
            """{"metric":"connection_latency_ms","from":"warning","to":"ok","value":12,"band":{"min":null,"max":185,"target":185}}""",
            Text(MetricJson.Change("connection_latency_ms", MetricDeclarations.Default.Of("connection_latency_ms").Band, change)));
    }

    [Fact]
    public void The_pulse_holds_all_metrics_and_the_light() =>
        Assert.Equal(
            """{"metrics":{"clarity":{"value":0.4,"state":"critical"},"load":{"value":7,"state":"ok"}},"light":"red"}""",
            Text(MetricJson.Pulse([Read("clarity", 0.4), Read("load", 7)], "red")));

    private static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);

    private static MetricReading Read(string metric, double value) =>
        MetricDeclarations.Default.Of(metric).Read(new Sample(metric, value, DateTimeOffset.UnixEpoch, "test"));
}
