namespace Iskra.Bench.Cases;

/// <summary>What an <see cref="IdleCase"/> measured.</summary>
/// <param name="Peer">Which server.</param>
/// <param name="ConnectSeconds">Until all were connected.</param>
/// <param name="ConnectP99Ms">99th percentile of a connect, in milliseconds.</param>
/// <param name="KilobytesPerConnection">Resident memory above what the warm server had.</param>
internal sealed record IdleResult(string Peer, double ConnectSeconds, double ConnectP99Ms, double KilobytesPerConnection);
