using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Iskra.Gateway.Observability;

/// <summary>All series of one name. The number of label combinations is bounded; what exceeds the bound is counted as <c>other</c>.</summary>
/// <typeparam name="T">What a series holds.</typeparam>
public sealed class MetricFamily<T> : IMetricFamily
    where T : class
{
    /// <summary>Most label combinations of a family.</summary>
    public const int MaxSeries = 200;

    private const string Other = "other";

    private readonly ConcurrentDictionary<string, MetricSeries<T>> _series = new(StringComparer.Ordinal);
    private readonly Func<T> _create;

    internal MetricFamily(MetricDescription description, Func<T> create)
    {
        Description = description;
        _create = create;
    }

    /// <inheritdoc/>
    public MetricDescription Description { get; }

    /// <summary>The series with these label values, in the order of the label names. Keep it where it is used often.</summary>
    public T With(params ReadOnlySpan<string> values)
    {
        if (values.Length != Description.Labels.Length)
            throw new ArgumentException($"{Description.Name} has {Description.Labels.Length} labels, not {values.Length}.", nameof(values));
        var key = values.Length == 1 ? values[0] : string.Join('\u0001', values!);
        return _series.TryGetValue(key, out var series) ? series.Value : Add(key, [.. values]);
    }

    /// <summary>The series there are, ordered by their labels.</summary>
    public IReadOnlyList<MetricSeries<T>> Series() =>
        [.. _series.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)];

    /// <inheritdoc/>
    public void WriteTo(ExpositionWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var series in Series())
        {
            switch (series.Value)
            {
                case Counter counter: writer.Counter(Description, series.Labels, counter.Value); break;
                case Gauge gauge: writer.Gauge(Description, series.Labels, gauge.Value); break;
                case Histogram histogram: writer.Histogram(Description, series.Labels, histogram); break;
            }
        }
    }

    private T Add(string key, ImmutableArray<string> values)
    {
        if (_series.Count >= MaxSeries && Description.Labels.Length > 0)
        {
            values = [.. values.Select(_ => Other)];
            key = string.Join('\u0001', values);
        }

        return _series.GetOrAdd(key, _ => new MetricSeries<T>(values, _create())).Value;
    }
}
