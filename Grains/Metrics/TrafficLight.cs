namespace Iskra.Metrics;

/// <summary>The traffic light of the Pulse page (domain section 1).</summary>
public static class TrafficLight
{
    /// <summary>All four metrics that clients report are ok or in violation, or have no value yet.</summary>
    public const string Green = "green";

    /// <summary>One of them is in warning and none is critical.</summary>
    public const string Yellow = "yellow";

    /// <summary>One of them is critical.</summary>
    public const string Red = "red";

    /// <summary>The light for the live values of any metrics; only the four that clients report count.</summary>
    public static string Of(IEnumerable<MetricReading> readings)
    {
        var worst = MetricState.Ok;
        foreach (var reading in readings)
        {
            if (reading.State > worst && SloMetric.Reported.Contains(reading.Metric)) worst = reading.State;
        }

        return worst switch
        {
            MetricState.Critical => Red,
            MetricState.Warning => Yellow,
            _ => Green,
        };
    }
}
