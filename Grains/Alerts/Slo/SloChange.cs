using System.Text.Json;
using Iskra.Metrics;

namespace Iskra.Alerts;

/// <summary>A change of a metric's state, as <c>slo_changed</c> tells of it.</summary>
/// <param name="Metric">Name of the metric.</param>
/// <param name="From">The state before.</param>
/// <param name="To">The state afterwards.</param>
/// <param name="Value">The value that changed it.</param>
/// <param name="At">When it changed.</param>
public sealed record SloChange(string Metric, MetricState From, MetricState To, double Value, DateTimeOffset At)
{
    /// <summary>Reads the payload of an event.</summary>
    /// <returns>Null when it is none.</returns>
    public static SloChange? Read(ReadOnlyMemory<byte> data, DateTimeOffset at)
    {
        try
        {
            using var json = JsonDocument.Parse(data);
            var root = json.RootElement;
            return root.GetProperty("metric").GetString() is { } metric
                && StateOf(root.GetProperty("from").GetString()) is { } from
                && StateOf(root.GetProperty("to").GetString()) is { } to
                    ? new SloChange(metric, from, to, root.GetProperty("value").GetDouble(), at)
                    : null;
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static MetricState? StateOf(string? name)
    {
        foreach (var state in Enum.GetValues<MetricState>())
        {
            if (MetricStateName.Of(state) == name) return state;
        }

        return null;
    }
}
