namespace Iskra.Bench.Delivery;

/// <summary>What was measured of a way.</summary>
/// <param name="P50Ms">Median time from acceptance to the gateway, in ms.</param>
/// <param name="P99Ms">99th percentile of it.</param>
/// <param name="CpuPerDeliveryUs">Processor time of all silos and gateways for an event at a gateway, publishing included, in µs.</param>
/// <param name="Missing">Deliveries that had not come 5 s after the last event.</param>
internal sealed record DeliveryResult(double P50Ms, double P99Ms, double CpuPerDeliveryUs, long Missing);
