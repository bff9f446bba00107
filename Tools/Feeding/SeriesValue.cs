namespace Iskra.Tools.Feeding;

/// <summary>The value of one series, or of several added up.</summary>
/// <param name="Key">Which series.</param>
/// <param name="Value">Its value.</param>
/// <param name="TimestampMs">When the exporter says it was measured; null when it does not say.</param>
internal readonly record struct SeriesValue(string Key, double Value, long? TimestampMs);
