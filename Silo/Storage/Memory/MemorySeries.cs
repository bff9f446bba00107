using System.Collections.Immutable;
using Iskra.Metrics;

namespace Iskra.Silo.Storage.Memory;

/// <summary>The samples of one metric by time; of several with the same time the one that came last is the newest.</summary>
internal sealed class MemorySeries(string metric)
{
    // Trimmed a tenth at a time: removing from the front moves everything behind it.
    private const int Slack = MemoryMetricStore.MaxSamples / 10;

    private readonly List<StoredSample> _samples = [];

    public Sample? Newest => _samples.Count == 0 ? null : Sample(_samples[^1]);

    private int FirstKept => Math.Max(0, _samples.Count - MemoryMetricStore.MaxSamples);

    public void Add(in Sample sample)
    {
        var ticks = Microseconds.Floor(sample.Timestamp).UtcTicks;
        var stored = new StoredSample(ticks, sample.Value, sample.Source);
        if (_samples.Count == 0 || _samples[^1].UtcTicks <= ticks)
        {
            _samples.Add(stored);
        }
        else
        {
            _samples.Insert(FirstAtOrAfter(ticks + 1), stored);
        }

        if (_samples.Count > MemoryMetricStore.MaxSamples + Slack)
        {
            _samples.RemoveRange(0, FirstKept);
        }
    }

    public ImmutableArray<Sample> Samples(DateTimeOffset from, DateTimeOffset to, int limit)
    {
        var (start, end) = Range(from, to);
        var first = Math.Max(start, end - limit);
        var samples = ImmutableArray.CreateBuilder<Sample>(Math.Max(0, end - first));
        for (var i = first; i < end; i++)
        {
            samples.Add(Sample(_samples[i]));
        }

        return samples.MoveToImmutable();
    }

    public ImmutableArray<SampleBucket> Buckets(TimeSpan width, DateTimeOffset from, DateTimeOffset to, int limit)
    {
        var (start, end) = Range(from, to);
        var newestFirst = new List<SampleBucket>();
        while (end > start && newestFirst.Count < limit)
        {
            var bucket = BucketGrid.StartOf(_samples[end - 1].UtcTicks, width);
            var first = Math.Max(start, FirstAtOrAfter(bucket));
            newestFirst.Add(Aggregate(bucket, first, end));
            end = first;
        }

        newestFirst.Reverse();
        return [.. newestFirst];
    }

    private (int Start, int End) Range(DateTimeOffset from, DateTimeOffset to)
    {
        var start = Math.Max(FirstKept, FirstAtOrAfter(from.UtcTicks));
        return (start, Math.Max(start, FirstAtOrAfter(to.UtcTicks)));
    }

    private SampleBucket Aggregate(long bucketTicks, int start, int end)
    {
        var (sum, min, max) = (0.0, double.PositiveInfinity, double.NegativeInfinity);
        for (var i = start; i < end; i++)
        {
            var value = _samples[i].Value;
            sum += value / (end - start);
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }

        return new SampleBucket(new DateTimeOffset(bucketTicks, TimeSpan.Zero), sum, min, max, end - start);
    }

    private int FirstAtOrAfter(long ticks)
    {
        var (low, high) = (0, _samples.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _samples[middle].UtcTicks < ticks ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private Sample Sample(StoredSample stored) => new(metric, stored.Value, new DateTimeOffset(stored.UtcTicks, TimeSpan.Zero), stored.Source);

    private readonly record struct StoredSample(long UtcTicks, double Value, string Source);
}
