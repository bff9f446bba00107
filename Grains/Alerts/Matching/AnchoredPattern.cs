using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Iskra.Alerts;

/// <summary>
/// Regular expressions in the syntax of RE2 that match a whole text, in time linear in its length: no pattern that a client sends can
/// stall the process.
/// </summary>
public static class AnchoredPattern
{
    /// <summary>Longest pattern, in characters.</summary>
    public const int MaxLength = 4_096;

    /// <summary>Whether a pattern matches a whole text.</summary>
    /// <exception cref="MatcherException">The pattern cannot be understood; the message is in the form of Go's.</exception>
    public static Func<string, bool> Compile(string pattern)
    {
        if (pattern.Length > MaxLength) throw new MatcherException($"error parsing regexp: expression has more than {MaxLength} characters");
        if (Re2Translator.Alternatives(pattern) is { } words)
        {
            if (words.Length == 1) return value => string.Equals(value, words[0], StringComparison.Ordinal);
            var set = words.ToFrozenSet(StringComparer.Ordinal);
            return set.Contains;
        }

        var translated = Re2Translator.Translate(pattern, "^(?:", ")$");
        return Build(pattern, @"\A(?:" + translated + @")\z").IsMatch;
    }

    /// <summary>Checks a pattern as it stands, as Alertmanager does with silences.</summary>
    /// <exception cref="MatcherException">The pattern cannot be understood.</exception>
    public static void Check(string pattern)
    {
        if (Re2Translator.Alternatives(pattern) is null) Re2Translator.Translate(pattern, string.Empty, string.Empty);
        Compile(pattern);
    }

    private static Regex Build(string pattern, string translated)
    {
        try
        {
            return new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            throw new MatcherException($"error parsing regexp: invalid or unsupported syntax: `{pattern}`", problem);
        }
    }
}
