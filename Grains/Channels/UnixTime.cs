namespace Iskra.Channels;

/// <summary>The clock in the units that events carry.</summary>
internal static class UnixTime
{
    /// <summary>Now, Unix time in microseconds.</summary>
    public static long NowUs(this TimeProvider time) =>
        (time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>A span of time in microseconds.</summary>
    public static long ToUs(this TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
