namespace Iskra.Metrics;

/// <summary>The live value of a metric.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Value">The newest value.</param>
/// <param name="State">Where the value lies.</param>
/// <param name="Band">Where it should lie.</param>
/// <param name="Timestamp">When the value was measured.</param>
[GenerateSerializer, Immutable, Alias("iskra.metric-reading")]
public sealed record MetricReading(
    [property: Id(0)] string Metric,
    [property: Id(1)] double Value,
    [property: Id(2)] MetricState State,
    [property: Id(3)] MetricBand Band,
    [property: Id(4)] DateTimeOffset Timestamp);
