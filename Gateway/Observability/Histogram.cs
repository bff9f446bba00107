using System.Collections.Immutable;

namespace Iskra.Gateway.Observability;

/// <summary>Durations counted into fixed buckets. Safe from any thread; an observation is two interlocked additions.</summary>
public sealed class Histogram
{
    /// <summary>Upper bounds of the buckets in seconds that suit deliveries: 0.5 ms to 10 s.</summary>
    public static readonly ImmutableArray<double> DeliveryBoundsSeconds =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly long[] _boundsUs;
    private readonly long[] _counts;
    private long _sumUs;

    /// <summary>A histogram with upper bounds in seconds, ascending; a last bucket without bound is added.</summary>
    public Histogram(ImmutableArray<double> boundsSeconds)
    {
        BoundsSeconds = boundsSeconds;
        _boundsUs = [.. boundsSeconds.Select(bound => (long)Math.Round(bound * 1e6))];
        _counts = new long[boundsSeconds.Length + 1];
    }

    /// <summary>Upper bounds of the buckets in seconds, the unbounded one left out.</summary>
    public ImmutableArray<double> BoundsSeconds { get; }

    /// <summary>Sum of all observations in seconds.</summary>
    public double SumSeconds => Interlocked.Read(ref _sumUs) / 1e6;

    /// <summary>Counts observations of one duration.</summary>
    /// <param name="durationUs">The duration in microseconds; below 0 (a clock that was set back) counts as 0.</param>
    /// <param name="count">How many had it.</param>
    public void Observe(long durationUs, long count = 1)
    {
        if (durationUs < 0) durationUs = 0;
        var bucket = 0;
        while (bucket < _boundsUs.Length && durationUs > _boundsUs[bucket]) bucket++;
        Interlocked.Add(ref _counts[bucket], count);
        Interlocked.Add(ref _sumUs, durationUs * count);
    }

    /// <summary>The counts of the buckets, each on its own (not cumulated), the unbounded one last.</summary>
    public ImmutableArray<long> Counts()
    {
        var counts = ImmutableArray.CreateBuilder<long>(_counts.Length);
        for (var i = 0; i < _counts.Length; i++) counts.Add(Interlocked.Read(ref _counts[i]));
        return counts.MoveToImmutable();
    }

    /// <summary>An estimate of a quantile in seconds, by interpolation within its bucket; 0 without observations.</summary>
    /// <param name="counts">Counts as from <see cref="Counts"/>, or the difference of two of them.</param>
    /// <param name="quantile">0…1.</param>
    public double Quantile(ImmutableArray<long> counts, double quantile)
    {
        var total = counts.Sum();
        if (total == 0) return 0;
        var rank = quantile * total;
        double below = 0;
        for (var i = 0; i < BoundsSeconds.Length; i++)
        {
            if (counts[i] > 0 && below + counts[i] >= rank)
            {
                var low = i == 0 ? 0 : BoundsSeconds[i - 1];
                return low + ((BoundsSeconds[i] - low) * ((rank - below) / counts[i]));
            }

            below += counts[i];
        }

        return BoundsSeconds[^1];
    }
}
