namespace Iskra.Health;

/// <summary>What the connection layer did within the window. A value is null when there was nothing to measure.</summary>
/// <param name="LatencyMs">Mean round trip of the heartbeats in milliseconds.</param>
/// <param name="AvailabilityPercent">Share of the connections that did not fail, 0 to 100, taken of at least <see cref="HealthWindow.MinAvailable"/>.</param>
/// <param name="ErrorRatePercent">Share of the frames that were answered with an error, 0 to 100, taken of at least <see cref="HealthWindow.MinFrames"/>.</param>
/// <param name="HeartbeatsMissed">Heartbeats that were not answered in time.</param>
/// <param name="Stability">Share of the connections that did not fail, 0 to 1, taken of at least <see cref="HealthWindow.MinConnections"/>.</param>
public sealed record HealthSummary(
    double? LatencyMs, double? AvailabilityPercent, double? ErrorRatePercent, long HeartbeatsMissed = 0, double? Stability = null);
