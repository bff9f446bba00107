using System.Globalization;

namespace Iskra.Health;

/// <summary>How well the connection layer is (domain section 5).</summary>
/// <param name="Score">100 when all is well, less by what is wrong.</param>
/// <param name="Level">What follows from it.</param>
/// <param name="Reasons">What is wrong, for people to read; empty when nothing is.</param>
public sealed record HealthScore(int Score, HealthLevel Level, string Reasons)
{
    /// <summary>The score of a summary. What was not measured is not held against anybody.</summary>
    public static HealthScore Of(HealthSummary summary)
    {
        var score = 100;
        var level = HealthLevel.Healthy;
        var reasons = new List<string>();
        Judge("error rate in percent", summary.ErrorRatePercent, value => value > 10, 30, value => value > 5, 10);
        Judge("mean latency in ms", summary.LatencyMs, value => value > 1_000, 25, value => value > 500, 5);
        Judge("heartbeats missed", summary.HeartbeatsMissed, value => value > 5, 0, value => value > 2, 0);
        Judge("stability", summary.Stability, value => value < 0.8, 0, value => value < 0.9, 0);
        return new HealthScore(score, level, string.Join(", ", reasons));

        void Judge(string what, double? measured, Func<double, bool> isCritical, int criticalCost, Func<double, bool> isWarning, int warningCost)
        {
            if (measured is not { } value || !isWarning(value)) return;
            var critical = isCritical(value);
            score -= critical ? criticalCost : warningCost;
            if (critical) level = HealthLevel.Unhealthy;
            else if (level == HealthLevel.Healthy) level = HealthLevel.Degraded;
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{what} {value:0.##}"));
        }
    }
}
