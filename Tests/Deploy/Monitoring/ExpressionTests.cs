namespace Iskra.Tests.Deploy.Monitoring;

public sealed class ExpressionTests
{
    [Theory]
    [InlineData("up", "up")]
    [InlineData("100 * sum by (le, x) (rate(a_total{b=\"c{d}\", e!~'f'}[5m])) / on (instance) sum(g) > 1e3 and h:i unless j offset 5m", "a_total{b,e} g h:i j")]
    [InlineData("histogram_quantile(0.99, sum by (le) (rate(k_bucket[$__rate_interval])))", "k_bucket")]
    [InlineData("count by (a) (b) == bool 1 or absent(up{job=\"x\"} == 1)", "b up{job}")]
    public void Names_and_labels_are_found(string expression, string expected) =>
        Assert.Equal(expected, string.Join(' ', Expression.Metrics(expression).Select(metric => metric.Labels.Count == 0 ? metric.Name : $"{metric.Name}{{{string.Join(',', metric.Labels)}}}")));
}
