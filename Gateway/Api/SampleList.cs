using System.Collections.Immutable;

namespace Iskra.Gateway.Api;

/// <summary>Answer of <c>GET /api/v2/metrics/{name}/samples</c>.</summary>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Samples">The newest samples of the span, oldest first.</param>
public sealed record SampleList(string Metric, ImmutableArray<SampleEntry> Samples);
