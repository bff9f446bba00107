namespace Iskra.Bench.Cases;

/// <summary>What a <see cref="VoicesCase"/> measured.</summary>
/// <param name="P50Ms">Median time from sending a value to hearing the voice at another socket.</param>
/// <param name="P99Ms">The 99th percentile of it.</param>
/// <param name="MaxMs">The longest.</param>
/// <param name="CpuPerPingUs">Processor time of the server for a ping and its pong.</param>
/// <param name="CpuPerBadFrameUs">Processor time of the server for a bad frame, its error and its share of the records.</param>
internal sealed record VoicesResult(double P50Ms, double P99Ms, double MaxMs, double CpuPerPingUs, double CpuPerBadFrameUs);
