using System.Globalization;

namespace Iskra.Gateway.Api;

/// <summary>Times as the Alertmanager API reads and writes them.</summary>
public static class AlertmanagerTime
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss",
    ];

    /// <summary>Reads a time. An empty text is the beginning of 1970; the first instant of year 1 says that nothing is set.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryParse(string text, out DateTimeOffset? time)
    {
        time = text.Length == 0 ? DateTimeOffset.UnixEpoch : null;
        if (text.Length == 0) return true;
        var isWritten = text.Length >= 19 && (text[^1] is 'Z' || char.IsAsciiDigit(text[^1])) && !HasShortOffset(text);
        if (!isWritten || !DateTimeOffset.TryParseExact(Shorten(text), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value))
            return false;
        time = value.Year == 1 && value == DateTimeOffset.MinValue ? null : value;
        return true;
    }

    /// <summary>Writes a time with three digits of the second, in the offset that it came with.</summary>
    public static string Format(DateTimeOffset time) =>
        time.ToString(time.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);

    // +0100 would be read by .NET; RFC 3339 wants a colon.
    private static bool HasShortOffset(string text) => text.Length >= 5 && text[^5] is '+' or '-' && !text.EndsWith('Z');

    // .NET reads seven digits of the second; more are cut off.
    private static string Shorten(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0) return text;
        var end = dot + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        return end - dot > 8 ? text[..(dot + 8)] + text[end..] : text;
    }
}
