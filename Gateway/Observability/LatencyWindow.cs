using System.Collections.Immutable;

namespace Iskra.Gateway.Observability;

/// <summary>Quantiles of a histogram over the last one to two minutes.</summary>
public sealed class LatencyWindow(Histogram histogram, TimeProvider time)
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private (long At, ImmutableArray<long> Counts) _older = (time.GetTimestamp(), histogram.Counts());
    private (long At, ImmutableArray<long> Counts) _newer = (time.GetTimestamp(), histogram.Counts());

    /// <summary>The quantiles in milliseconds; 0 when nothing was observed.</summary>
    public (double P50Ms, double P99Ms) Read()
    {
        lock (_lock)
        {
            var counts = histogram.Counts();
            if (time.GetElapsedTime(_newer.At) >= Step) (_older, _newer) = (_newer, (time.GetTimestamp(), counts));
            ImmutableArray<long> recent = [.. counts.Zip(_older.Counts, (now, before) => now - before)];
            return (histogram.Quantile(recent, 0.5) * 1e3, histogram.Quantile(recent, 0.99) * 1e3);
        }
    }
}
