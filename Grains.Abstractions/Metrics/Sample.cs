namespace Iskra.Metrics;

/// <summary>One measured value.</summary>
/// <param name="Metric">A valid <see cref="MetricName"/>.</param>
/// <param name="Value">A finite number.</param>
/// <param name="Timestamp">When it was measured, with microseconds.</param>
/// <param name="Source">Who measured it, a valid source name.</param>
[GenerateSerializer, Immutable, Alias("iskra.sample")]
public readonly record struct Sample(
    [property: Id(0)] string Metric,
    [property: Id(1)] double Value,
    [property: Id(2)] DateTimeOffset Timestamp,
    [property: Id(3)] string Source);
