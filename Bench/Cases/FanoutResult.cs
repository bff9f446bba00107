namespace Iskra.Bench.Cases;

/// <summary>What a <see cref="FanoutCase"/> measured.</summary>
/// <param name="Peer">Which server.</param>
/// <param name="CpuPerDeliveryUs">Server processor time per delivered event, in microseconds.</param>
/// <param name="P50Ms">Median from send to receive, in milliseconds.</param>
/// <param name="P99Ms">99th percentile, in milliseconds.</param>
/// <param name="Delivered">Events delivered.</param>
/// <param name="Complete">Whether every subscriber had every event, each once.</param>
internal sealed record FanoutResult(string Peer, double CpuPerDeliveryUs, double P50Ms, double P99Ms, long Delivered, bool Complete);
