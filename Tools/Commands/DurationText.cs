using System.Globalization;

namespace Iskra.Tools.Commands;

/// <summary>Spans of time as people type them: <c>500ms</c>, <c>5s</c>, <c>2m</c>, <c>1h</c>; a bare number is seconds.</summary>
internal static class DurationText
{
    private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("", 1)];

    /// <summary>Reads a span of time.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="option">Name of the option, for the message.</param>
    /// <param name="least">Shortest span allowed.</param>
    /// <param name="most">Longest span allowed.</param>
    /// <exception cref="ToolException">It is not a span of time, or out of range.</exception>
    public static TimeSpan Parse(string text, string option, TimeSpan least, TimeSpan most)
    {
        foreach (var (unit, seconds) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * seconds >= least.TotalSeconds
                && number * seconds <= most.TotalSeconds)
            {
                return TimeSpan.FromSeconds(number * seconds);
            }
        }

        throw new ToolException($"{option} is '{text}'; it must be a time from {Write(least)} to {Write(most)}, such as 500ms, 5s, 2m or 1h.");
    }

    private static string Write(TimeSpan span) => span.TotalSeconds < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0}ms")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0}s");
}
