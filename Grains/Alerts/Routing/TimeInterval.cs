using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>Times that recur. A part that is empty does not restrict.</summary>
public sealed record TimeInterval
{
    /// <summary>Parts of the day.</summary>
    public ImmutableArray<ClockRange> Times { get; init; } = [];

    /// <summary>Days of the week, 0 is Sunday.</summary>
    public ImmutableArray<NumberRange> Weekdays { get; init; } = [];

    /// <summary>Days of the month, -1 is the last one.</summary>
    public ImmutableArray<NumberRange> DaysOfMonth { get; init; } = [];

    /// <summary>Months, 1 to 12.</summary>
    public ImmutableArray<NumberRange> Months { get; init; } = [];

    /// <summary>Years.</summary>
    public ImmutableArray<NumberRange> Years { get; init; } = [];

    /// <summary>Where the clock hangs.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Whether an instant is within.</summary>
    public bool Contains(DateTimeOffset instant)
    {
        var local = TimeZoneInfo.ConvertTime(instant, Zone);
        var minute = (local.Hour * 60) + local.Minute;
        var days = DateTime.DaysInMonth(local.Year, local.Month);
        return Any(Times, range => range.Contains(minute))
            && Any(Weekdays, range => range.Contains((int)local.DayOfWeek))
            && Any(DaysOfMonth, range => range.ContainsDay(local.Day, days))
            && Any(Months, range => range.Contains(local.Month))
            && Any(Years, range => range.Contains(local.Year));
    }

    private static bool Any<T>(ImmutableArray<T> ranges, Func<T, bool> contains) => ranges.IsEmpty || ranges.Any(contains);
}
