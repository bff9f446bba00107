using System.Collections.Immutable;

namespace Iskra.Metrics;

/// <summary>The way into the sample store. A stateless worker: there is one wherever a gateway needs one. The key is 0.</summary>
[Alias("iskra.sample-intake")]
public interface ISampleIntakeGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Stores the samples, all of them or none, then lets the metrics know. When this returns, they are in the database.
    /// </summary>
    /// <param name="samples">1 to 10,000 valid samples.</param>
    /// <param name="stamped">Whether the server gave the samples their time.</param>
    /// <returns>
    /// The live value of each metric among them afterwards, in the order in which the metrics first appear; for a metric that did
    /// not answer in time, the newest of its samples as its declaration classifies it.
    /// </returns>
    /// <exception cref="RefusedException"><c>overloaded</c>: the store is away or behind; nothing was acknowledged.</exception>
    [Alias("store")]
    Task<ImmutableArray<MetricReading>> Store(ImmutableArray<Sample> samples, bool stamped);
}
