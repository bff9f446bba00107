using Iskra.Metrics;

namespace Iskra.Gateway.Api;

/// <summary>A metric and its live value.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Value">The live value; null when it has none yet.</param>
/// <param name="State"><c>ok</c>, <c>violation</c>, <c>warning</c> or <c>critical</c>; null without a value.</param>
/// <param name="Band">Where it should lie.</param>
/// <param name="Limits">Beyond which it is a warning or critical.</param>
/// <param name="Timestamp">When the value was measured; null without one.</param>
public sealed record MetricEntry(string Metric, double? Value, string? State, MetricBand Band, MetricLimits Limits, DateTimeOffset? Timestamp);
