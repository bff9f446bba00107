using System.Collections.Immutable;

namespace Iskra.Gateway.Api;

/// <summary>Answer of <c>GET /api/v2/metrics</c>.</summary>
/// <param name="Metrics">The declared metrics in the order of declaration, then the others that have values, by name.</param>
public sealed record MetricList(ImmutableArray<MetricEntry> Metrics);
