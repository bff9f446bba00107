using System.Collections.Concurrent;

namespace Iskra.Gateway.Observability;

/// <summary>
/// The series of one bridged counter or gauge. What instruments report as differences is added up; what they report when asked
/// replaces the last reading. Safe from any thread; the number of label values is bounded as that of every family.
/// </summary>
internal sealed class BridgedFamily(BridgedInstrument instrument) : IMetricFamily
{
    private const string Other = "other";
    private readonly ConcurrentDictionary<string, Gauge> _series = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _reading = new(StringComparer.Ordinal);

    public MetricDescription Description { get; } = new(
        instrument.Name, instrument.Type, instrument.Help, instrument.Label is null ? [] : [instrument.Label]);

    /// <summary>Notes an answer of an instrument that was asked. Only one thread asks at a time.</summary>
    public void Observe(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var label = LabelOf(tags);
        _reading[label] = _reading.GetValueOrDefault(label) + (value * instrument.Scale);
    }

    /// <summary>Shows what was observed since the last call. What was not mentioned any more is 0.</summary>
    public void Publish()
    {
        foreach (var (label, series) in _series)
        {
            if (!_reading.ContainsKey(label)) series.Value = 0;
        }

        foreach (var (label, value) in _reading) Series(label).Value = value;
        _reading.Clear();
    }

    /// <summary>Counts a difference that an instrument reported by itself.</summary>
    public void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => Series(LabelOf(tags)).Add(value * instrument.Scale);

    public void WriteTo(ExpositionWriter writer)
    {
        foreach (var (label, series) in _series.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (Description.Type == "counter") writer.Counter(Description, Description.Labels.IsEmpty ? [] : [label], series.Value);
            else writer.Gauge(Description, Description.Labels.IsEmpty ? [] : [label], series.Value);
        }
    }

    private Gauge Series(string label)
    {
        if (_series.TryGetValue(label, out var series)) return series;
        if (_series.Count >= MetricFamily<Gauge>.MaxSeries) label = Other;
        return _series.GetOrAdd(label, _ => new Gauge());
    }

    private string LabelOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (instrument.Tag is null) return "";
        foreach (var (name, value) in tags)
        {
            if (name == instrument.Tag) return value?.ToString() ?? "";
        }

        return "";
    }
}
