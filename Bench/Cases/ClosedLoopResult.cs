namespace Iskra.Bench.Cases;

/// <summary>What a <see cref="ClosedLoopCase"/> measured.</summary>
/// <param name="Peer">Which server.</param>
/// <param name="DeliveriesPerSecond">Events delivered in a second, over all subscribers.</param>
/// <param name="CpuPerDeliveryUs">Server processor time per delivered event, in microseconds.</param>
internal sealed record ClosedLoopResult(string Peer, double DeliveriesPerSecond, double CpuPerDeliveryUs);
