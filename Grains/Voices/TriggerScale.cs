using Iskra.Metrics;

namespace Iskra.Voices;

/// <summary>
/// How far a value is beyond the limit of a condition, relative to the distance from the limit to the end of the scale (domain
/// section 2). The scale of a metric is the range that is declared for it; counts, and metrics without one, end at twice the limit.
/// </summary>
/// <param name="declarations">The declared metrics.</param>
public sealed class TriggerScale(MetricDeclarations declarations)
{
    /// <summary>The least intensity of a voice that speaks.</summary>
    public const double MinIntensity = 0.1;

    /// <summary>How long after a condition ceased to hold nobody is notified of it again (domain section 1); 0 for counts.</summary>
    public TimeSpan CoolDown(TriggerCondition condition) => condition.IsMetric ? declarations.Of(condition.Name).CoolDown : TimeSpan.Zero;

    /// <summary>The intensity that a condition gives at a value that satisfies it, 0.1 to 1.</summary>
    public double Intensity(TriggerCondition condition, double value)
    {
        var declaration = condition.IsMetric ? declarations.Of(condition.Name) : null;
        var isUpward = condition.Operator is TriggerOperator.Greater or TriggerOperator.AtLeast;
        var end = isUpward
            ? declaration?.RangeMax ?? condition.Limit + Math.Abs(condition.Limit)
            : declaration?.RangeMin ?? condition.Limit - Math.Abs(condition.Limit);
        var span = Math.Abs(end - condition.Limit);
        var share = span > 0 ? Math.Abs(value - condition.Limit) / span : 0;
        return Math.Round(Math.Clamp(share, MinIntensity, 1), 3);
    }
}
