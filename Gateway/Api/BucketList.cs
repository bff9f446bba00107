using System.Collections.Immutable;
using Iskra.Metrics;

namespace Iskra.Gateway.Api;

/// <summary>Answer of <c>GET /api/v2/metrics/{name}/buckets</c>.</summary>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Bucket">Width of the buckets, as it was asked for.</param>
/// <param name="Buckets">The newest buckets of the span, oldest first; empty ones are left out.</param>
public sealed record BucketList(string Metric, string Bucket, ImmutableArray<SampleBucket> Buckets);
