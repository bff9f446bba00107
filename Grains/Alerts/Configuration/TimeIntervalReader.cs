using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Iskra.Alerts;

/// <summary>Reads <c>time_intervals</c>.</summary>
internal static class TimeIntervalReader
{
    private static readonly string[] Days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    private static readonly string[] Months =
    [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ];

    private const int MinutesOfDay = 1_440;

    public static TimeInterval Read(YamlSection section)
    {
        var interval = new TimeInterval
        {
            Times = [.. section.Sections("times", "a time range").Select(Clock)],
            Weekdays = Ranges(section, "weekdays", text => Name(text, Days), 0, 6),
            DaysOfMonth = Ranges(section, "days_of_month", Number, -31, 31),
            Months = Ranges(section, "months", text => Name(text, Months) + 1 ?? Number(text), 1, 12),
            Years = Ranges(section, "years", Number, 1, 9_999),
            Zone = Zone(section),
        };
        section.RestIsWrong();
        return interval;
    }

    private static ClockRange Clock(YamlSection section)
    {
        var range = new ClockRange(Minute(section, "start_time"), Minute(section, "end_time"));
        if (range.StartMinute >= range.EndMinute) throw section.Bad("start_time must be before end_time");
        section.RestIsWrong();
        return range;
    }

    private static int Minute(YamlSection section, string key)
    {
        var text = section.Required(key);
        if (text == "24:00") return MinutesOfDay;
        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? (time.Hour * 60) + time.Minute
            : throw section.BadValue(key, $"{key} is '{text}'; it must be a time of day such as 09:00");
    }

    private static ImmutableArray<NumberRange> Ranges(YamlSection section, string key, Func<string, int?> read, int min, int max) =>
        [.. section.List(key).Select(item => Range(section, key, item, read, min, max))];

    private static NumberRange Range(YamlSection section, string key, YamlNode item, Func<string, int?> read, int min, int max)
    {
        var text = section.Scalar(item, key).ToLowerInvariant();
        var ends = text.Split(':');
        var begin = read(ends[0]);
        var end = ends.Length == 2 ? read(ends[1]) : begin;
        if (ends.Length > 2 || begin is not { } first || end is not { } last || first < min || last > max || (first > last && first * last > 0))
            throw section.BadItem(item, $"'{text}' is no range of {key}");
        return new NumberRange(first, last);
    }

    private static int? Name(string text, string[] names) => Array.IndexOf(names, text) is >= 0 and var index ? index : null;

    private static int? Number(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static TimeZoneInfo Zone(YamlSection section)
    {
        if (section.Text("location") is not { } name) return TimeZoneInfo.Utc;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : throw section.BadValue("location", $"there is no time zone '{name}' on this machine");
    }
}
