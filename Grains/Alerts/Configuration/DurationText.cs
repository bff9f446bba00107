using System.Globalization;

namespace Iskra.Alerts;

/// <summary>Durations as Prometheus writes them: <c>1h30m</c>, units <c>y w d h m s ms</c> in this order.</summary>
public static class DurationText
{
    private static readonly (string Unit, double Milliseconds)[] Units =
    [
        ("y", 365 * 86_400_000d), ("w", 7 * 86_400_000d), ("d", 86_400_000d), ("h", 3_600_000d), ("m", 60_000d), ("s", 1_000d), ("ms", 1d),
    ];

    /// <summary>Reads a duration.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text == "0") return true;
        double milliseconds = 0;
        var next = 0;
        for (var at = 0; at < text.Length;)
        {
            var digits = at;
            while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
            var letters = digits;
            while (letters < text.Length && char.IsAsciiLetterLower(text[letters])) letters++;
            var unit = Array.FindIndex(Units, next, item => text.AsSpan(digits, letters - digits).SequenceEqual(item.Unit));
            if (digits == at || unit < 0 || !long.TryParse(text.AsSpan(at, digits - at), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return false;
            milliseconds += count * Units[unit].Milliseconds;
            next = unit + 1;
            at = letters;
        }

        if (text.Length == 0 || milliseconds > TimeSpan.MaxValue.TotalMilliseconds / 2) return false;
        duration = TimeSpan.FromMilliseconds(milliseconds);
        return true;
    }
}
