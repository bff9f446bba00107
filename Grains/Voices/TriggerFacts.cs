using Iskra.Metrics;

namespace Iskra.Voices;

/// <summary>Everything that triggers are judged by at one moment.</summary>
/// <param name="Step">The latest values.</param>
/// <param name="Memory">What is known about the past, the step included.</param>
/// <param name="Now">The moment.</param>
public sealed record TriggerFacts(VoiceStep Step, TriggerMemory Memory, DateTimeOffset Now)
{
    /// <summary>The value that a condition without a window compares; null when it has none yet.</summary>
    public static double? ValueOf(TriggerCondition condition, VoiceStep step)
    {
        if (condition.Name == TriggerCondition.OtherVoices) return step.OtherVoices;
        foreach (var reading in step.Readings)
        {
            if (reading.Metric == condition.Name) return reading.Value;
        }

        return null;
    }

    /// <summary>Whether any trigger of an expression holds.</summary>
    public bool Holds(TriggerExpression expression) => expression.Triggers.Any(trigger => trigger.Conditions.All(Holds));

    /// <summary>The triggers of an expression that hold, the strongest first.</summary>
    public IEnumerable<FiredTrigger> Fired(TriggerExpression expression, TriggerScale scale) => expression.Triggers
        .Where(trigger => trigger.Conditions.All(Holds))
        .Select(trigger => Fired(trigger, scale))
        .OrderByDescending(fired => fired.Intensity);

    /// <summary>When, after now, time alone can change the answer about an expression; null when it cannot.</summary>
    public DateTimeOffset? NextChange(TriggerExpression expression)
    {
        DateTimeOffset? next = null;
        foreach (var condition in expression.Conditions)
        {
            if (NextChange(condition) is { } at && at > Now && !(at >= next)) next = at;
        }

        return next;
    }

    private bool Holds(TriggerCondition condition)
    {
        if (condition.IsEvent) return condition.Compare(Memory.CountOf(condition, Now));
        if (condition.For > TimeSpan.Zero) return Memory.HeldSince(condition) is { } since && Now - since >= condition.For;
        return ValueOf(condition, Step) is { } value && condition.Compare(value);
    }

    private DateTimeOffset? NextChange(TriggerCondition condition)
    {
        if (condition.Within is { } window)
        {
            return Memory.Tallies
                .Where(tally => tally.Event == condition.Name && tally.At + window > Now)
                .Select(tally => (DateTimeOffset?)(tally.At + window))
                .Min();
        }

        return condition.For > TimeSpan.Zero ? Memory.HeldSince(condition) + condition.For : null;
    }

    private FiredTrigger Fired(Trigger trigger, TriggerScale scale)
    {
        var weakest = trigger.Conditions
            .Select(condition => (Condition: condition, Value: condition.IsEvent ? Memory.CountOf(condition, Now) : ValueOf(condition, Step) ?? 0))
            .MinBy(pair => scale.Intensity(pair.Condition, pair.Value));
        var isCritical = trigger.Conditions.Any(condition => condition.IsMetric
            && Step.Readings.Any(reading => reading.Metric == condition.Name && reading.State == MetricState.Critical));
        return new FiredTrigger(trigger, scale.Intensity(weakest.Condition, weakest.Value), weakest.Condition, weakest.Value, isCritical);
    }
}
