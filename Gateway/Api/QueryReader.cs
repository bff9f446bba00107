using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Iskra.Channels;
using Iskra.Gateway.Protocol;

namespace Iskra.Gateway.Api;

/// <summary>Reads the parameters of a URL; what is wrong is refused by the name of the parameter.</summary>
public sealed class QueryReader(IQueryCollection query)
{
    /// <summary>A text, or null when it is missing or empty.</summary>
    /// <exception cref="RefusedException"><c>invalid_field</c>: it is given more than once.</exception>
    public string? Text(string name)
    {
        var values = query[name];
        if (values.Count > 1) throw Invalid(name, $"'{name}' may be given once.");
        return string.IsNullOrEmpty(values) ? null : values.ToString();
    }

    /// <summary>A whole number within [<paramref name="min"/>, <paramref name="max"/>].</summary>
    /// <exception cref="RefusedException"><c>invalid_field</c>: it is none.</exception>
    public int Number(string name, int fallback, int min, int max)
    {
        var text = Text(name);
        if (text is null) return fallback;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw Invalid(name, $"'{name}' is a whole number from {min} to {max}.");
    }

    /// <summary>A time: RFC 3339 or Unix time in milliseconds.</summary>
    /// <exception cref="RefusedException"><c>invalid_field</c>: it is none.</exception>
    public DateTimeOffset? Time(string name)
    {
        var text = Text(name);
        if (text is null) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var ms) && ms is >= 0 and <= SampleTimestamp.MaxMs)
            return DateTimeOffset.UnixEpoch.AddMicroseconds(Math.Round(ms * 1_000));

        // A plus sign of an offset that was not escaped arrives as a blank.
        return SampleTimestamp.TryParse(text.Replace(' ', '+'), out var time)
            ? time
            : throw Invalid(name, $"'{name}' is a time in RFC 3339 with an offset, or Unix time in milliseconds.");
    }

    /// <summary>A width of time such as <c>30s</c>, <c>1m</c>, <c>6h</c> or <c>1d</c>.</summary>
    /// <exception cref="RefusedException"><c>invalid_field</c>: it is none.</exception>
    public TimeSpan Width(string name, TimeSpan fallback)
    {
        var text = Text(name);
        if (text is null) return fallback;
        TimeSpan? unit = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
        return unit is { } width && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 2_592_000
            ? width * count
            : throw Invalid(name, $"'{name}' is a width of time such as 30s, 1m, 6h or 1d, from 1 s to 30 days.");
    }

    /// <summary>A list, separated by commas or given repeatedly; each value once, in order.</summary>
    public ImmutableArray<string> List(string name) =>
    [
        .. query[name]
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Channel names from a list.</summary>
    /// <exception cref="RefusedException"><c>invalid_field</c> or <c>too_many_subscriptions</c>.</exception>
    public ImmutableArray<string> Channels(string name, int max)
    {
        var channels = List(name);
        foreach (var channel in channels)
            if (!ChannelName.IsValid(channel)) throw Invalid(name, ChannelNameRule.Text);
        return channels.Length <= max
            ? channels
            : throw new RefusedException(ErrorCode.TooManySubscriptions, $"'{name}' names {channels.Length} channels; at most {max} can be followed at once.", field: name);
    }

    /// <summary>Positions from <c>cursor</c> or <c>since</c>; null when neither is given.</summary>
    /// <param name="lastEventId">The header <c>Last-Event-ID</c>: it goes before the URL, because a browser repeats the URL as it was.</param>
    /// <exception cref="RefusedException"><c>invalid_cursor</c>.</exception>
    public ImmutableDictionary<string, ChannelPosition>? Positions(string? lastEventId = null)
    {
        var cursor = string.IsNullOrEmpty(lastEventId) ? Text("cursor") : lastEventId;
        if (cursor is not null)
        {
            return Cursor.TryDecode(cursor, out var positions)
                ? positions
                : throw new RefusedException(ErrorCode.InvalidCursor, "The cursor is none that this server gave; start without one.");
        }

        if (Text("since") is not { } since) return null;
        return PositionsJson.TryRead(Encoding.UTF8.GetBytes(since), out var explicitPositions)
            ? explicitPositions
            : throw new RefusedException(ErrorCode.InvalidCursor, "'since' is a JSON object of channels, each with the 'epoch' and 'seq' that this server gave.");
    }

    private static RefusedException Invalid(string field, string message) => new(ErrorCode.InvalidField, message, field: field);
}
