using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Iskra.Gateway.Observability;

/// <summary>Writes metrics as Prometheus text 0.0.4 or OpenMetrics 1.0.</summary>
public sealed class ExpositionWriter(bool isOpenMetrics)
{
    /// <summary>Media type of the Prometheus text format.</summary>
    public const string PrometheusContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Media type of OpenMetrics.</summary>
    public const string OpenMetricsContentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private readonly StringBuilder _text = new(16 * 1024);

    /// <summary>Starts a family.</summary>
    public void Begin(MetricDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        var name = description.Name;
        // OpenMetrics names the family of a counter without the suffix that its samples have.
        if (isOpenMetrics && description.Type == "counter" && name.EndsWith("_total", StringComparison.Ordinal)) name = name[..^6];
        _text.Append("# HELP ").Append(name).Append(' ').Append(Escape(description.Help, quotes: isOpenMetrics)).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(description.Type).Append('\n');
    }

    /// <summary>Writes a counter.</summary>
    public void Counter(MetricDescription description, ImmutableArray<string> labels, double value) => Sample(description, "", labels, null, value);

    /// <summary>Writes a gauge.</summary>
    public void Gauge(MetricDescription description, ImmutableArray<string> labels, double value) => Sample(description, "", labels, null, value);

    /// <summary>Writes a histogram: cumulated buckets, sum and count.</summary>
    public void Histogram(MetricDescription description, ImmutableArray<string> labels, Histogram histogram)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        var counts = histogram.Counts();
        long total = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            total += counts[i];
            Sample(description, "_bucket", labels, i < counts.Length - 1 ? Number(histogram.BoundsSeconds[i]) : "+Inf", total);
        }

        Sample(description, "_sum", labels, null, histogram.SumSeconds);
        Sample(description, "_count", labels, null, total);
    }

    /// <summary>Ends the text.</summary>
    public void End()
    {
        if (isOpenMetrics) _text.Append("# EOF\n");
    }

    /// <summary>The text.</summary>
    public override string ToString() => _text.ToString();

    private void Sample(MetricDescription description, string suffix, ImmutableArray<string> labels, string? le, double value)
    {
        _text.Append(description.Name).Append(suffix);
        if (!labels.IsEmpty || le is not null)
        {
            _text.Append('{');
            for (var i = 0; i < labels.Length; i++)
            {
                if (i > 0) _text.Append(',');
                _text.Append(description.Labels[i]).Append("=\"").Append(Escape(labels[i], quotes: true)).Append('"');
            }

            if (le is not null) _text.Append(labels.IsEmpty ? "" : ",").Append("le=\"").Append(le).Append('"');
            _text.Append('}');
        }

        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Escape(string text, bool quotes)
    {
        text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? text.Replace("\"", "\\\"", StringComparison.Ordinal) : text;
    }
}
