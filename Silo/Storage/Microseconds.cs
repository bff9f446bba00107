namespace Iskra.Silo.Storage;

/// <summary>The resolution of stored time. Samples are cut to it, so that every store gives back the same.</summary>
internal static class Microseconds
{
    /// <summary>The last whole microsecond at or before a time.</summary>
    public static DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>
    /// The first whole microsecond at or after a time. As a limit it selects the same stored times as the time itself does.
    /// </summary>
    public static DateTimeOffset Ceiling(DateTimeOffset time)
    {
        var floor = Floor(time);
        return floor.UtcTicks == time.UtcTicks || floor > DateTimeOffset.MaxValue.AddMicroseconds(-1) ? floor : floor.AddMicroseconds(1);
    }
}
