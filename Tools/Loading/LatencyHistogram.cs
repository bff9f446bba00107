namespace Iskra.Tools.Loading;

/// <summary>
/// Counts latencies from many threads in buckets that are at most 1/32 wide relative to their value, up to about an hour; so
/// a percentile is right to 3 %.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 5;
    private const int SubBuckets = 1 << SubBits;
    private const int Magnitudes = 28;

    private readonly long[] _counts = new long[SubBuckets * (Magnitudes + 1)];
    private long _count;
    private long _maxUs;

    /// <summary>How many latencies were counted.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>The largest one.</summary>
    public TimeSpan Max => TimeSpan.FromMicroseconds(Interlocked.Read(ref _maxUs));

    /// <summary>Counts a latency.</summary>
    public void Record(TimeSpan latency)
    {
        var microseconds = Math.Max(0, (long)latency.TotalMicroseconds);
        Interlocked.Increment(ref _counts[IndexOf(microseconds)]);
        Interlocked.Increment(ref _count);
        var max = Interlocked.Read(ref _maxUs);
        while (microseconds > max)
        {
            var before = Interlocked.CompareExchange(ref _maxUs, microseconds, max);
            if (before == max)
            {
                break;
            }

            max = before;
        }
    }

    /// <summary>The latency that a share of all latencies does not exceed; zero when there are none.</summary>
    /// <param name="share">More than 0, at most 1: 0.99 for p99.</param>
    public TimeSpan Percentile(double share)
    {
        var rank = (long)Math.Ceiling(Count * share);
        long seen = 0;
        for (var index = 0; index < _counts.Length && rank > 0; index++)
        {
            seen += Interlocked.Read(ref _counts[index]);
            if (seen >= rank)
            {
                // The last bucket has no upper end.
                var max = Interlocked.Read(ref _maxUs);
                return TimeSpan.FromMicroseconds(index == _counts.Length - 1 ? max : Math.Min(UpperEndOf(index), max));
            }
        }

        return TimeSpan.Zero;
    }

    private static int IndexOf(long microseconds)
    {
        if (microseconds < SubBuckets)
        {
            return (int)microseconds;
        }

        var magnitude = Math.Min(long.Log2(microseconds) - SubBits + 1, Magnitudes);
        var sub = Math.Min(microseconds >> (int)(magnitude - 1), (2 * SubBuckets) - 1) - SubBuckets;
        return (int)((magnitude * SubBuckets) + sub);
    }

    private static long UpperEndOf(int index)
    {
        var magnitude = index / SubBuckets;
        return magnitude == 0 ? index : (((long)(index % SubBuckets) + SubBuckets + 1) << (magnitude - 1)) - 1;
    }
}
