using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Iskra.Gateway.Observability;

/// <summary>The metrics of this process, in the order in which they were declared.</summary>
public sealed class MetricRegistry
{
    private readonly ConcurrentDictionary<string, IMetricFamily> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<IMetricFamily> _families = new();

    /// <summary>Declares a family of counters.</summary>
    /// <param name="name">Its name, ending in <c>_total</c>.</param>
    /// <param name="help">One sentence.</param>
    /// <param name="labels">Names of the labels.</param>
    public MetricFamily<Counter> Counter(string name, string help, params ImmutableArray<string> labels) =>
        Add(new MetricFamily<Counter>(new MetricDescription(name, "counter", help, labels), () => new Counter()));

    /// <summary>Declares a family of gauges.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="help">One sentence.</param>
    /// <param name="labels">Names of the labels.</param>
    public MetricFamily<Gauge> Gauge(string name, string help, params ImmutableArray<string> labels) =>
        Add(new MetricFamily<Gauge>(new MetricDescription(name, "gauge", help, labels), () => new Gauge()));

    /// <summary>Declares a family of histograms of durations.</summary>
    /// <param name="name">Its name, ending in <c>_seconds</c>.</param>
    /// <param name="help">One sentence.</param>
    /// <param name="boundsSeconds">Upper bounds of the buckets.</param>
    /// <param name="labels">Names of the labels.</param>
    public MetricFamily<Histogram> Histogram(string name, string help, ImmutableArray<double> boundsSeconds, params ImmutableArray<string> labels) =>
        Add(new MetricFamily<Histogram>(new MetricDescription(name, "histogram", help, labels), () => new Histogram(boundsSeconds)));

    /// <summary>Declares a gauge that is measured when somebody asks.</summary>
    public void Measure(string name, string help, Func<double> measure) =>
        Add(new MeasuredFamily(new MetricDescription(name, "gauge", help, []), measure));

    /// <summary>Declares a counter that is measured when somebody asks.</summary>
    public void MeasureTotal(string name, string help, Func<double> measure) =>
        Add(new MeasuredFamily(new MetricDescription(name, "counter", help, []), measure));

    /// <summary>Writes all of them.</summary>
    public void WriteTo(ExpositionWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var family in _families)
        {
            writer.Begin(family.Description);
            family.WriteTo(writer);
        }

        writer.End();
    }

    internal T Add<T>(T family)
        where T : IMetricFamily
    {
        if (!_byName.TryAdd(family.Description.Name, family))
            throw new InvalidOperationException($"The metric {family.Description.Name} is declared already.");
        _families.Enqueue(family);
        return family;
    }
}
