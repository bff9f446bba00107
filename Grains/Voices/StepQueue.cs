using System.Collections.Immutable;
using Iskra.Metrics;

namespace Iskra.Voices;

/// <summary>
/// How steps wait: at most <see cref="IChorusGrain.MaxSteps"/>; beyond it the newest takes in what comes, so that the newest
/// values are never lost, only what came and went between.
/// </summary>
public static class StepQueue
{
    /// <summary>Adds a step of samples.</summary>
    public static void Add(IList<MetricStep> waiting, MetricStep step)
    {
        ArgumentNullException.ThrowIfNull(waiting);
        ArgumentNullException.ThrowIfNull(step);
        if (waiting.Count < IChorusGrain.MaxSteps) waiting.Add(step);
        else waiting[^1] = new MetricStep(Newest(waiting[^1].Samples, step.Samples), waiting[^1].Stamped && step.Stamped);
    }

    /// <summary>Adds a step of values.</summary>
    public static void Add(IList<VoiceStep> waiting, VoiceStep step)
    {
        ArgumentNullException.ThrowIfNull(waiting);
        ArgumentNullException.ThrowIfNull(step);
        if (waiting.Count < IChorusGrain.MaxSteps) waiting.Add(step);
        else waiting[^1] = step with { Events = Sum(waiting[^1].Events, step.Events), Asked = step.Asked ?? waiting[^1].Asked };
    }

    /// <summary>Counts of two steps together.</summary>
    public static ImmutableArray<EventCount> Sum(ImmutableArray<EventCount> first, ImmutableArray<EventCount> second)
    {
        if (first.IsEmpty) return second;
        if (second.IsEmpty) return first;
        return
        [
            .. first.Concat(second)
                .GroupBy(count => count.Event, StringComparer.Ordinal)
                .Select(same => new EventCount(same.Key, (int)Math.Min(int.MaxValue, same.Sum(count => (long)count.Count)))),
        ];
    }

    private static ImmutableArray<Sample> Newest(ImmutableArray<Sample> first, ImmutableArray<Sample> second) => NewestSamples.Of(first.AddRange(second));
}
