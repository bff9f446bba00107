using Iskra.Metrics;

namespace Iskra.Tests.Unit.Metrics;

public class MetricDeclarationTests
{
    [Theory]
    [InlineData("pain", 0.71, MetricState.Critical)]
    [InlineData("trust", 0.54, MetricState.Warning)]
    [InlineData("clarity", 0.92, MetricState.Violation)]
    [InlineData("chaos", 0.1, MetricState.Warning)]
    [InlineData("chaos", 0.09, MetricState.Critical)]
    public void The_examples_of_the_domain_hold(string metric, double value, MetricState expected) =>
        Assert.Equal(expected, MetricDeclarations.Default.Of(metric).Classify(value));

    [Theory]
    [InlineData("clarity", 0.5, MetricState.Warning)]
    [InlineData("clarity", 0.65, MetricState.Violation)]
    [InlineData("clarity", 0.7, MetricState.Ok)]
    [InlineData("clarity", 0.9, MetricState.Ok)]
    [InlineData("clarity", 0.95, MetricState.Violation)]
    [InlineData("chaos", 0.25, MetricState.Violation)]
    [InlineData("chaos", 0.3, MetricState.Ok)]
    [InlineData("chaos", 0.6, MetricState.Ok)]
    [InlineData("chaos", 0.7, MetricState.Violation)]
    [InlineData("chaos", 0.8, MetricState.Warning)]
    [InlineData("trust", 0.4, MetricState.Warning)]
    [InlineData("trust", 0.55, MetricState.Violation)]
    [InlineData("trust", 0.6, MetricState.Ok)]
    [InlineData("trust", 0.9, MetricState.Ok)]
    [InlineData("trust", 0.95, MetricState.Violation)]
    [InlineData("trust", 1.0, MetricState.Warning)]
    [InlineData("pain", 0.2, MetricState.Ok)]
    [InlineData("pain", 0.5, MetricState.Ok)]
    [InlineData("pain", 0.6, MetricState.Violation)]
    [InlineData("pain", 0.7, MetricState.Warning)]
    [InlineData("pain", 0.0, MetricState.Violation)]
    [InlineData("connection_latency_ms", 185, MetricState.Ok)]
    [InlineData("connection_latency_ms", 500, MetricState.Violation)]
    [InlineData("connection_latency_ms", 1000, MetricState.Warning)]
    [InlineData("connection_latency_ms", 1000.5, MetricState.Critical)]
    [InlineData("availability_percent", 99.9, MetricState.Ok)]
    [InlineData("availability_percent", 99.0, MetricState.Violation)]
    [InlineData("availability_percent", 95.0, MetricState.Warning)]
    [InlineData("availability_percent", 94.9, MetricState.Critical)]
    [InlineData("error_rate_percent", 0.1, MetricState.Ok)]
    [InlineData("error_rate_percent", 1.0, MetricState.Violation)]
    [InlineData("error_rate_percent", 5.0, MetricState.Warning)]
    [InlineData("error_rate_percent", 5.1, MetricState.Critical)]
    public void A_value_on_a_limit_is_not_beyond_it(string metric, double value, MetricState expected) =>
        Assert.Equal(expected, MetricDeclarations.Default.Of(metric).Classify(value));

    [Theory]
    [InlineData("clarity", 120)]
    [InlineData("chaos", 180)]
    [InlineData("trust", 240)]
    [InlineData("pain", 60)]
    [InlineData("connection_latency_ms", 60)]
    [InlineData("availability_percent", 60)]
    [InlineData("error_rate_percent", 60)]
    public void The_cool_downs_are_those_of_the_table(string metric, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), MetricDeclarations.Default.Of(metric).CoolDown);

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(1.0, true)]
    [InlineData(-0.0001, false)]
    [InlineData(1.0001, false)]
    public void The_four_reported_metrics_lie_between_0_and_1(double value, bool allowed) =>
        Assert.All(SloMetric.Reported, metric => Assert.Equal(allowed, MetricDeclarations.Default.Of(metric).Allows(value)));

    [Fact]
    public void An_undeclared_metric_is_always_ok_and_has_no_band()
    {
        var declaration = MetricDeclarations.Default.Of("load");
        Assert.Equal(MetricState.Ok, declaration.Classify(double.MaxValue));
        Assert.Equal(MetricState.Ok, declaration.Classify(double.MinValue));
        Assert.True(declaration.Allows(double.MinValue));
        Assert.Same(MetricBand.None, declaration.Band);
        Assert.False(MetricDeclarations.Default.Contains("load"));
    }

    [Theory]
    [InlineData(MetricState.Critical, "P0", "critical")]
    [InlineData(MetricState.Warning, "P1", "warning")]
    [InlineData(MetricState.Violation, "P2", "violation")]
    [InlineData(MetricState.Ok, null, "ok")]
    public void A_state_has_a_priority_and_a_name(MetricState state, string? priority, string name)
    {
        Assert.Equal(priority, MetricPriority.Of(state));
        Assert.Equal(name, MetricStateName.Of(state));
    }

    [Theory]
    [InlineData("green", 0.8, 0.5)]
    [InlineData("green", 0.92, 0.65)]
    [InlineData("yellow", 0.8, 0.75)]
    [InlineData("red", 0.3, 0.75)]
    public void The_light_follows_the_worst_of_the_four(string expected, double clarity, double chaos) =>
        Assert.Equal(expected, TrafficLight.Of([Read("clarity", clarity), Read("chaos", chaos), Read("trust", 0.8)]));

    [Fact]
    public void Other_metrics_do_not_move_the_light()
    {
        Assert.Equal("green", TrafficLight.Of([Read("connection_latency_ms", 5000), Read("error_rate_percent", 90)]));
        Assert.Equal("green", TrafficLight.Of([]));
    }

    private static MetricReading Read(string metric, double value) =>
        MetricDeclarations.Default.Of(metric).Read(new Sample(metric, value, DateTimeOffset.UnixEpoch, "test"));
}
