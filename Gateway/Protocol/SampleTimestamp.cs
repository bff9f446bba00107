using System.Globalization;
using System.Text.Json;

namespace Iskra.Gateway.Protocol;

/// <summary>Times of samples: RFC 3339 text or Unix time in milliseconds (protocol section 5).</summary>
public static class SampleTimestamp
{
    /// <summary>Latest time that can be said, in milliseconds: the end of the year 9999.</summary>
    public const double MaxMs = 253_402_300_799_999;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>Reads an RFC 3339 time; the offset must be given.</summary>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        var hasOffset = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        return hasOffset && text.Length <= 40
            && DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);
    }

    /// <summary>Reads the value that a reader stands on.</summary>
    internal static bool TryRead(ref Utf8JsonReader reader, out DateTimeOffset time)
    {
        time = default;
        if (reader.TokenType == JsonTokenType.String)
        {
            return JsonText.TryGetString(ref reader, out var text) && TryParse(text, out time);
        }

        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out var ms) || !(ms is >= 0 and <= MaxMs))
        {
            return false;
        }

        time = DateTimeOffset.UnixEpoch.AddMicroseconds(Math.Round(ms * 1_000));
        return true;
    }
}
