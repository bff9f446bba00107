using System.Collections.Immutable;

namespace Iskra.Metrics;

/// <summary>Reads stored samples. A stateless worker; the key is 0.</summary>
[Alias("iskra.sample-history")]
public interface ISampleHistoryGrain : IGrainWithIntegerKey
{
    /// <summary>The newest samples of a metric within a span of time, oldest first.</summary>
    /// <param name="metric">Name of the metric.</param>
    /// <param name="from">Start of the span, inclusive.</param>
    /// <param name="to">End of the span, exclusive.</param>
    /// <param name="limit">Most samples to answer with, 1 to 10,000.</param>
    [Alias("samples")]
    Task<ImmutableArray<Sample>> Samples(string metric, DateTimeOffset from, DateTimeOffset to, int limit);

    /// <summary>The newest buckets of a metric within a span of time, oldest first; empty buckets are left out.</summary>
    /// <param name="metric">Name of the metric.</param>
    /// <param name="bucket">Width of a bucket, 1 s to 30 days.</param>
    /// <param name="from">Start of the span, inclusive.</param>
    /// <param name="to">End of the span, exclusive.</param>
    /// <param name="limit">Most buckets to answer with, 1 to 10,000.</param>
    [Alias("buckets")]
    Task<ImmutableArray<SampleBucket>> Buckets(string metric, TimeSpan bucket, DateTimeOffset from, DateTimeOffset to, int limit);
}
