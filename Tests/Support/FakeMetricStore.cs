using System.Collections.Immutable;
using Iskra.Metrics;

namespace Iskra.Tests;

/// <summary>
/// A sample store in memory that keeps the contract of <see cref="IMetricStore"/> and breaks down when a test says so. It may be
/// used by several silos at once.
/// </summary>
public sealed class FakeMetricStore : IMetricStore
{
    private readonly Lock _lock = new();
    private readonly List<Sample> _samples = [];
    private volatile TaskCompletionSource? _gate;
    private int _newestReads;

    /// <summary>While true every operation fails and nothing is written.</summary>
    public bool IsAway { get; set; }

    /// <summary>While true reads fail.</summary>
    public bool AreReadsAway { get; set; }

    /// <summary>How often the newest sample of a metric was asked for, also in vain.</summary>
    public int NewestReads => _newestReads;

    /// <summary>Everything that is stored, in the order of storing.</summary>
    public ImmutableArray<Sample> Samples
    {
        get
        {
            lock (_lock) return [.. _samples];
        }
    }

    /// <summary>Puts samples into the store past everything else.</summary>
    public void Put(params ReadOnlySpan<Sample> samples)
    {
        lock (_lock) _samples.AddRange(samples);
    }

    /// <summary>Lets operations wait, before they do anything, until <see cref="Release"/>.</summary>
    public void Hold() => _gate ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets the held operations go on.</summary>
    public void Release()
    {
        var gate = _gate;
        _gate = null;
        gate?.TrySetResult();
    }

    /// <inheritdoc/>
    public async Task WriteAsync(ImmutableArray<Sample> samples, CancellationToken cancellationToken)
    {
        await EnterAsync(IsAway, cancellationToken);
        Put(samples.AsSpan());
    }

    /// <inheritdoc/>
    public async Task<Sample?> NewestAsync(string metric, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _newestReads);
        await EnterAsync(IsAway || AreReadsAway, cancellationToken);
        var samples = Of(metric);
        return samples.IsEmpty ? null : samples[^1];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<Sample>> SamplesAsync(
        string metric, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        await EnterAsync(IsAway || AreReadsAway, cancellationToken);
        return [.. Of(metric).Where(sample => sample.Timestamp >= from && sample.Timestamp < to).TakeLast(limit)];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<SampleBucket>> BucketsAsync(
        string metric, TimeSpan bucket, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        var samples = await SamplesAsync(metric, from, to, int.MaxValue, cancellationToken);
        return [.. samples
            .GroupBy(sample => sample.Timestamp.UtcTicks / bucket.Ticks * bucket.Ticks)
            .Select(group => new SampleBucket(
                new DateTimeOffset(group.Key, TimeSpan.Zero),
                group.Average(sample => sample.Value),
                group.Min(sample => sample.Value),
                group.Max(sample => sample.Value),
                group.LongCount()))
            .TakeLast(limit)];
    }

    private ImmutableArray<Sample> Of(string metric)
    {
        lock (_lock) return [.. _samples.Where(sample => sample.Metric == metric).OrderBy(sample => sample.Timestamp)];
    }

    private async Task EnterAsync(bool isAway, CancellationToken cancellationToken)
    {
        if (_gate is { } gate) await gate.Task.WaitAsync(cancellationToken);
        if (isAway) throw new StoreUnavailableException("The test took the store away.");
    }
}
