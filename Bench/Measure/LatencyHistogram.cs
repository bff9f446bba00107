namespace Iskra.Bench.Measure;

/// <summary>Counts latencies in buckets 3 % wide, from 1 µs to 100 s.</summary>
internal sealed class LatencyHistogram
{
    private const double Growth = 1.03;
    private readonly long[] _counts = new long[640];

    internal long Count { get; private set; }

    internal void Add(double microseconds)
    {
        var bucket = microseconds <= 1 ? 0 : (int)(Math.Log(microseconds) / Math.Log(Growth));
        _counts[Math.Min(bucket, _counts.Length - 1)]++;
        Count++;
    }

    internal double PercentileMs(double percent)
    {
        var wanted = (long)Math.Ceiling(Count * percent / 100);
        long seen = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= wanted && seen > 0)
            {
                return Math.Pow(Growth, i + 1) / 1_000;
            }
        }

        return 0;
    }

    internal void Merge(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
    }
}
