using System.Collections.Immutable;
using Iskra.Metrics;
using Iskra.Voices;

namespace Iskra.Seams;

/// <summary>The state of the system, its transitions and bifurcations (domain section 4).</summary>
public static class SeamRules
{
    /// <summary>Over how many of the newest transitions tension is measured.</summary>
    public const int TensionTransitions = 3;

    /// <summary>The least number of transitions that can be a bifurcation.</summary>
    public const int MinTransitions = 2;

    /// <summary>How many transitions are kept for the page.</summary>
    public const int KeptTransitions = 50;

    /// <summary>The system after a step. The first state is entered without a transition, because there was none before it.</summary>
    /// <param name="settings">The configured states.</param>
    /// <param name="state">The system before.</param>
    /// <param name="readings">The latest values.</param>
    /// <param name="now">When the step is taken.</param>
    public static SeamOutcome Step(SeamSettings settings, SeamState state, ImmutableArray<MetricReading> readings, DateTimeOffset now)
    {
        if (ValuesOf(readings) is not { } values) return new SeamOutcome(state, null, null);
        var definition = StateOf(settings, readings, now);
        if (definition.State == state.State) return new SeamOutcome(Same(state, values), null, null);
        var entered = state with { State = definition.State, Since = now, Values = values };
        if (state.State is not { } from) return new SeamOutcome(entered, null, null);
        var transition = new SeamTransition(from, definition.State, definition.Seam, values.Intensity, values, now);
        var transitions = state.Transitions.Add(transition);
        if (transitions.Length > KeptTransitions) transitions = transitions.RemoveRange(0, transitions.Length - KeptTransitions);
        return new SeamOutcome(
            entered with { Transitions = transitions, Number = state.Number + 1 }, transition, TensionOf(settings, transitions));
    }

    /// <summary>The newest transitions, over which tension is measured.</summary>
    public static ImmutableArray<SeamTransition> Newest(ImmutableArray<SeamTransition> transitions) =>
        transitions.RemoveRange(0, Math.Max(0, transitions.Length - TensionTransitions));

    /// <summary>The values of the four metrics; null as long as one of them has none.</summary>
    public static SystemValues? ValuesOf(ImmutableArray<MetricReading> readings)
    {
        return Value(SloMetric.Clarity) is { } clarity && Value(SloMetric.Chaos) is { } chaos
            && Value(SloMetric.Trust) is { } trust && Value(SloMetric.Pain) is { } pain
            ? new SystemValues(clarity, chaos, trust, pain)
            : null;

        double? Value(string metric) => readings.FirstOrDefault(reading => reading.Metric == metric)?.Value;
    }

    /// <summary>The mean intensity of the newest transitions when they are a bifurcation; else null.</summary>
    public static double? TensionOf(SeamSettings settings, ImmutableArray<SeamTransition> transitions)
    {
        var newest = Newest(transitions);
        if (newest.Length < MinTransitions) return null;
        var tension = Math.Round(newest.Average(transition => transition.Intensity), 6);
        return tension > settings.BifurcationTension ? tension : null;
    }

    private static SeamState Same(SeamState state, SystemValues values) => state.Values == values ? state : state with { Values = values };

    private static StateDefinition StateOf(SeamSettings settings, ImmutableArray<MetricReading> readings, DateTimeOffset now)
    {
        var facts = new TriggerFacts(new VoiceStep(readings, []), TriggerMemory.Empty, now);
        return settings.States.First(definition => definition.When is not { } when || facts.Holds(when));
    }
}
