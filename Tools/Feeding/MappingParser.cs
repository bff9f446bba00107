using System.Collections.Immutable;
using Iskra.Tools.Exposition;

namespace Iskra.Tools.Feeding;

/// <summary>
/// Reads what <c>--map</c> gives: <c>series=metric,…</c>, where a series is a selector such as
/// <c>node_cpu_seconds_total{mode="idle"}</c>, possibly within <c>rate()</c>, <c>sum()</c>, <c>avg()</c>, <c>min()</c> or <c>max()</c>.
/// </summary>
internal static class MappingParser
{
    /// <summary>Most mappings of one feed: they fit into one frame.</summary>
    public const int MaxMappings = 1_000;

    /// <summary>Longest metric name of Iskra, in characters.</summary>
    private const int MaxMetricLength = 64;

    private const int MaxDepth = 8;

    /// <summary>Reads all mappings.</summary>
    /// <param name="texts">The values of the option, one for each time it was given.</param>
    /// <exception cref="ToolException">One of them is wrong.</exception>
    public static IReadOnlyList<SeriesMapping> Parse(IEnumerable<string> texts)
    {
        var mappings = new List<SeriesMapping>();
        foreach (var text in texts)
        {
            try
            {
                ParseList(text, mappings);
            }
            catch (FormatException exception)
            {
                throw new ToolException($"--map '{text}': {exception.Message}; a mapping is series=metric, for example node_load1=load.");
            }
        }

        return mappings.Count is > 0 and <= MaxMappings
            ? mappings
            : throw new ToolException($"--map must name 1 to {MaxMappings} series; it names {mappings.Count}.");
    }

    private static void ParseList(string text, List<SeriesMapping> mappings)
    {
        var cursor = new TextCursor(text);
        do
        {
            cursor.SkipBlanks();
            var start = cursor.Position;
            var expression = ParseExpression(ref cursor, 0);
            var series = text[start..cursor.Position].Trim();
            cursor.SkipBlanks();
            Require(cursor.Take('='), $"after {series} comes = and the name of the metric");
            cursor.SkipBlanks();
            var metric = cursor.TakeName(colons: false).ToString();
            Require(IsMetric(metric), $"'{metric}' is not a metric name: a lower-case letter, then lower-case letters, digits and _, at most {MaxMetricLength}");
            Require(mappings.All(mapping => mapping.Metric != metric), $"metric {metric} is given twice");
            mappings.Add(new SeriesMapping(series, expression, metric));
            cursor.SkipBlanks();
        }
        while (cursor.Take(','));
        Require(cursor.AtEnd, $"'{cursor.Rest}' is left over");
    }

    private static SeriesExpression ParseExpression(ref TextCursor cursor, int depth)
    {
        Require(depth < MaxDepth, $"functions are nested more than {MaxDepth} deep");
        cursor.SkipBlanks();
        var name = cursor.TakeName(colons: true).ToString();
        Require(name.Length > 0, "the name of a series is missing");
        cursor.SkipBlanks();
        return cursor.Take('(') ? ParseFunction(name, ref cursor, depth) : new Selector(name, ParseMatchers(ref cursor));
    }

    private static SeriesExpression ParseFunction(string name, ref TextCursor cursor, int depth)
    {
        Require(name == "rate" || Aggregate.Functions.Contains(name), $"there is no function {name}, only rate, sum, avg, min and max");
        var inner = ParseExpression(ref cursor, depth + 1);
        cursor.SkipBlanks();
        Require(cursor.Take(')'), $"{name}( is not closed");
        if (name != "rate")
        {
            return new Aggregate(name, inner);
        }

        Require(inner is Selector, "rate() takes a series; write sum(rate(…)), not rate(sum(…))");
        return new Rate(inner);
    }

    private static ImmutableArray<LabelMatcher> ParseMatchers(ref TextCursor cursor)
    {
        if (!cursor.Take('{'))
        {
            return [];
        }

        var matchers = ImmutableArray.CreateBuilder<LabelMatcher>();
        cursor.SkipBlanks();
        while (!cursor.Take('}'))
        {
            var label = cursor.TakeName(colons: false).ToString();
            cursor.SkipBlanks();
            var comparison = ParseComparison(ref cursor);
            Require(label.Length > 0 && comparison.Length > 0, "a condition is label=\"value\", or with !=, =~ or !~");
            cursor.SkipBlanks();
            matchers.Add(new LabelMatcher(label, comparison, cursor.TakeQuoted()));
            cursor.SkipBlanks();
            Require(cursor.Take(',') || cursor.Next == '}', "between conditions comes a comma, and after them }");
            cursor.SkipBlanks();
        }

        return matchers.ToImmutable();
    }

    private static string ParseComparison(ref TextCursor cursor)
    {
        if (cursor.Take('='))
        {
            return cursor.Take('~') ? "=~" : "=";
        }

        return !cursor.Take('!') ? "" : cursor.Take('~') ? "!~" : cursor.Take('=') ? "!=" : "";
    }

    private static bool IsMetric(string name) =>
        name.Length is > 0 and <= MaxMetricLength
        && char.IsAsciiLetterLower(name[0])
        && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '_');

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new FormatException(message);
        }
    }
}
