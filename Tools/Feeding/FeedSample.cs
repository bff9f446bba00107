namespace Iskra.Tools.Feeding;

/// <summary>A value to be reported.</summary>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Value">A finite number.</param>
/// <param name="TimestampMs">When it was measured, Unix time in milliseconds.</param>
internal sealed record FeedSample(string Metric, double Value, long TimestampMs);
