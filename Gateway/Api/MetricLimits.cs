namespace Iskra.Gateway.Api;

/// <summary>Limits of a metric; a side without one is null.</summary>
/// <param name="WarningLow">Values below are a warning.</param>
/// <param name="WarningHigh">Values above are a warning.</param>
/// <param name="CriticalLow">Values below are critical.</param>
/// <param name="CriticalHigh">Values above are critical.</param>
public sealed record MetricLimits(double? WarningLow, double? WarningHigh, double? CriticalLow, double? CriticalHigh);
