using System.Collections.Immutable;

namespace Iskra.Metrics;

/// <summary>The store of the samples. Many calls are written together; each call is stored whole or not at all.</summary>
public interface IMetricStore
{
    /// <summary>Stores samples; when this returns they are on disk.</summary>
    /// <param name="samples">1 to 10,000 valid samples.</param>
    /// <param name="cancellationToken">Gives up waiting; the samples may be stored all the same.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached, or more samples wait than its bound allows.</exception>
    Task WriteAsync(ImmutableArray<Sample> samples, CancellationToken cancellationToken);

    /// <summary>The newest sample of a metric, or null.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    Task<Sample?> NewestAsync(string metric, CancellationToken cancellationToken);

    /// <summary>The newest samples of a metric within [from, to), oldest first.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    Task<ImmutableArray<Sample>> SamplesAsync(string metric, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>The newest buckets of a metric within [from, to), oldest first, empty ones left out.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    Task<ImmutableArray<SampleBucket>> BucketsAsync(string metric, TimeSpan bucket, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);
}
