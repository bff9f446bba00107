using System.Collections.Immutable;
using Iskra.Metrics;

namespace Iskra.Voices;

/// <summary>The latest values of the metrics that triggers name. Newer is what <see cref="MetricTracker"/> says.</summary>
internal sealed class ChorusValues
{
    private readonly Dictionary<string, MetricTracker> _trackers;
    private readonly ImmutableArray<string> _metrics;

    /// <summary>No values yet.</summary>
    /// <param name="metrics">The metrics of interest.</param>
    /// <param name="declarations">What is declared about them.</param>
    public ChorusValues(ImmutableArray<string> metrics, MetricDeclarations declarations)
    {
        _metrics = metrics;
        _trackers = metrics.ToDictionary(metric => metric, metric => new MetricTracker(declarations.Of(metric)), StringComparer.Ordinal);
    }

    /// <summary>The latest value of each metric that has one.</summary>
    public ImmutableArray<MetricReading> Readings { get; private set; } = [];

    /// <summary>Takes the samples of a step.</summary>
    /// <returns>Whether any value changed.</returns>
    public bool Take(MetricStep step)
    {
        var changed = false;
        foreach (var sample in step.Samples)
        {
            if (_trackers.TryGetValue(sample.Metric, out var tracker)) changed |= tracker.Observe(sample, step.Stamped);
        }

        return Read(changed);
    }

    /// <summary>Takes what metrics answered.</summary>
    /// <returns>Whether any value changed.</returns>
    public bool Take(IEnumerable<MetricReading?> answers)
    {
        var changed = false;
        foreach (var reading in answers.OfType<MetricReading>())
        {
            changed |= _trackers[reading.Metric].Observe(new Sample(reading.Metric, reading.Value, reading.Timestamp, SloMetric.OwnSource), stamped: false);
        }

        return Read(changed);
    }

    private bool Read(bool changed)
    {
        if (changed) Readings = [.. _metrics.Select(metric => _trackers[metric].Reading).OfType<MetricReading>()];
        return changed;
    }
}
