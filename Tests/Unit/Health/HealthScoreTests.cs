using Iskra.Health;

namespace Iskra.Tests.Unit.Health;

public sealed class HealthScoreTests
{
    [Theory]
    [InlineData(500.0, 5.0, 2, 0.9, 100, HealthLevel.Healthy)]
    [InlineData(501.0, 5.0, 0, 1.0, 95, HealthLevel.Degraded)]
    [InlineData(1_001.0, 0.0, 0, 1.0, 75, HealthLevel.Unhealthy)]
    [InlineData(0.0, 5.1, 0, 1.0, 90, HealthLevel.Degraded)]
    [InlineData(1_001.0, 10.1, 0, 1.0, 45, HealthLevel.Unhealthy)]
    [InlineData(0.0, 0.0, 3, 1.0, 100, HealthLevel.Degraded)]
    [InlineData(0.0, 0.0, 6, 1.0, 100, HealthLevel.Unhealthy)]
    [InlineData(0.0, 0.0, 0, 0.89, 100, HealthLevel.Degraded)]
    [InlineData(501.0, 0.0, 0, 0.79, 95, HealthLevel.Unhealthy)]
    public void The_score_follows_the_table(double latencyMs, double errorRate, long missed, double stability, int score, HealthLevel level)
    {
        var health = HealthScore.Of(new HealthSummary(latencyMs, 100, errorRate, missed, stability));
        Assert.Equal((score, level), (health.Score, health.Level));
        Assert.Equal(level == HealthLevel.Healthy, health.Reasons.Length == 0);
    }

    [Fact]
    public void What_was_not_measured_is_held_against_nobody() =>
        Assert.Equal(new HealthScore(100, HealthLevel.Healthy, ""), HealthScore.Of(new HealthSummary(null, null, null)));
}
