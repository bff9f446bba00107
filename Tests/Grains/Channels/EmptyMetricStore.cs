using System.Collections.Immutable;
using Iskra.Metrics;

namespace Iskra.Tests.Grains.Channels;

/// <summary>A store without samples: the tests of the channels only need metrics that can be told that they are watched.</summary>
internal sealed class EmptyMetricStore : IMetricStore
{
    public Task WriteAsync(ImmutableArray<Sample> samples, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<Sample?> NewestAsync(string metric, CancellationToken cancellationToken) => Task.FromResult<Sample?>(null);

    public Task<ImmutableArray<Sample>> SamplesAsync(
        string metric, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(ImmutableArray<Sample>.Empty);

    public Task<ImmutableArray<SampleBucket>> BucketsAsync(
        string metric, TimeSpan bucket, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(ImmutableArray<SampleBucket>.Empty);
}
