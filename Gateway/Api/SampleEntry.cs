namespace Iskra.Gateway.Api;

/// <summary>A stored sample.</summary>
/// <param name="Timestamp">When it was measured.</param>
/// <param name="Value">Its value.</param>
/// <param name="Source">Who measured it.</param>
public readonly record struct SampleEntry(DateTimeOffset Timestamp, double Value, string Source);
