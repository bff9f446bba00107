namespace Iskra.Silo.Storage;

/// <summary>Where buckets start: counted from Monday 2000-01-03 00:00 UTC, as TimescaleDB's <c>time_bucket</c> does.</summary>
public static class BucketGrid
{
    private static readonly long OriginTicks = new DateTime(2000, 1, 3, 0, 0, 0, DateTimeKind.Utc).Ticks;

    /// <summary>The start of the bucket that a time is in, in ticks.</summary>
    /// <param name="utcTicks">The time, in ticks.</param>
    /// <param name="width">Width of a bucket, at least a microsecond.</param>
    public static long StartOf(long utcTicks, TimeSpan width)
    {
        var offset = (utcTicks - OriginTicks) % width.Ticks;
        return Math.Max(0, utcTicks - (offset < 0 ? offset + width.Ticks : offset));
    }
}
