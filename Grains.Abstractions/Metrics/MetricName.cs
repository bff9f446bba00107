using System.Buffers;

namespace Iskra.Metrics;

/// <summary>The rules for metric and source names (domain section 1).</summary>
public static class MetricName
{
    /// <summary>Longest name of a metric or a source, in characters.</summary>
    public const int MaxLength = 64;

    private static readonly SearchValues<char> Rest = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");
    private static readonly SearchValues<char> SourceCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:@/-");

    /// <summary>Whether <paramref name="name"/> matches <c>[a-z][a-z0-9_]{0,63}</c>.</summary>
    public static bool IsValid(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= MaxLength && name[0] is >= 'a' and <= 'z' && !name.ContainsAnyExcept(Rest);

    /// <summary>Whether <paramref name="source"/> matches <c>[A-Za-z0-9_.:@/-]{1,64}</c>.</summary>
    public static bool IsValidSource(ReadOnlySpan<char> source) =>
        source.Length is > 0 and <= MaxLength && !source.ContainsAnyExcept(SourceCharacters);
}
