using System.Collections.Immutable;
using System.Globalization;

namespace Iskra.Tools.Exposition;

/// <summary>
/// Reads the Prometheus text exposition format 0.0.4, and what exporters send of OpenMetrics 1.0 (exemplars are passed over,
/// timestamps are seconds there). A text with an error is refused whole, as Prometheus does.
/// </summary>
internal sealed class ExpositionParser
{
    private static readonly HashSet<string> KnownTypes =
        ["counter", "gauge", "histogram", "summary", "untyped", "unknown", "info", "stateset", "gaugehistogram"];

    private readonly ExpositionLimits _limits;
    private readonly bool _openMetrics;
    private readonly List<Series> _series = [];
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private int _line;

    private ExpositionParser(ExpositionLimits limits, bool openMetrics)
    {
        _limits = limits;
        _openMetrics = openMetrics;
    }

    /// <summary>Reads a whole answer.</summary>
    /// <param name="text">The text.</param>
    /// <param name="limits">How much of it is taken.</param>
    /// <param name="openMetrics">Whether the exporter called it <c>application/openmetrics-text</c>.</param>
    /// <exception cref="ExpositionException">It has an error, or is beyond the limits.</exception>
    public static ExpositionSnapshot Parse(string text, ExpositionLimits limits, bool openMetrics)
    {
        var parser = new ExpositionParser(limits, openMetrics);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            parser._line++;
            try
            {
                parser.TakeLine(line);
            }
            catch (FormatException exception)
            {
                throw new ExpositionException(parser._line, exception.Message);
            }
        }

        return new ExpositionSnapshot(parser._series, parser._types);
    }

    private void TakeLine(ReadOnlySpan<char> line)
    {
        if (line.Length > _limits.LineLength)
        {
            throw new FormatException($"the line has {line.Length} characters; at most {_limits.LineLength} are taken");
        }

        var cursor = new TextCursor(line);
        cursor.SkipBlanks();
        if (cursor.Take('#'))
        {
            TakeComment(ref cursor);
        }
        else if (!cursor.AtEnd)
        {
            TakeSeries(ref cursor);
        }
    }

    // Only TYPE says something that is used; HELP, UNIT, EOF and remarks are passed over.
    private void TakeComment(ref TextCursor cursor)
    {
        cursor.SkipBlanks();
        if (!cursor.TakeWord().SequenceEqual("TYPE"))
        {
            return;
        }

        cursor.SkipBlanks();
        var name = cursor.TakeName(colons: true).ToString();
        cursor.SkipBlanks();
        var type = cursor.TakeWord().ToString();
        if (name.Length == 0 || !KnownTypes.Contains(type))
        {
            throw new FormatException("TYPE is followed by a metric name and one of counter, gauge, histogram, summary, untyped");
        }

        if (!_types.TryAdd(name, type))
        {
            throw new FormatException($"{name} has a second TYPE");
        }
    }

    private void TakeSeries(ref TextCursor cursor)
    {
        var name = cursor.TakeName(colons: true).ToString();
        if (name.Length == 0)
        {
            throw new FormatException("a line starts with a metric name or #");
        }

        var labels = cursor.Take('{') ? TakeLabels(ref cursor) : [];
        if (cursor.Next is not (' ' or '\t') && labels.IsEmpty)
        {
            throw new FormatException($"after {name} comes a blank or {{");
        }

        cursor.SkipBlanks();
        var value = TakeValue(cursor.TakeWord());
        cursor.SkipBlanks();
        var timestampMs = cursor.AtEnd || cursor.Next == '#' ? null : TakeTimestamp(cursor.TakeWord());
        cursor.SkipBlanks();
        if (!cursor.AtEnd && cursor.Next != '#')
        {
            throw new FormatException("after the value comes at most a timestamp");
        }

        if (_series.Count == _limits.Series)
        {
            throw new FormatException($"there are more than {_limits.Series} series");
        }

        _series.Add(new Series(name, labels, value, timestampMs));
    }

    private ImmutableArray<Label> TakeLabels(ref TextCursor cursor)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        cursor.SkipBlanks();
        while (!cursor.Take('}'))
        {
            var name = cursor.TakeName(colons: false).ToString();
            cursor.SkipBlanks();
            if (name.Length == 0 || !cursor.Take('='))
            {
                throw new FormatException("a label is name=\"value\", and labels end with }");
            }

            cursor.SkipBlanks();
            if (!labels.TryAdd(name, cursor.TakeQuoted()))
            {
                throw new FormatException($"label {name} is given twice");
            }

            if (labels.Count > _limits.Labels)
            {
                throw new FormatException($"a series has more than {_limits.Labels} labels");
            }

            cursor.SkipBlanks();
            if (!cursor.Take(',') && cursor.Next != '}')
            {
                throw new FormatException("between labels comes a comma, and after them }");
            }

            cursor.SkipBlanks();
        }

        return [.. labels.Select(label => new Label(label.Key, label.Value))];
    }

    private static double TakeValue(ReadOnlySpan<char> word)
    {
        var sign = word.StartsWith("-") ? -1 : 1;
        var unsigned = word.TrimStart("+-");
        if (word.Length - unsigned.Length <= 1 && (unsigned.Equals("Inf", StringComparison.OrdinalIgnoreCase) || unsigned.Equals("Infinity", StringComparison.OrdinalIgnoreCase)))
        {
            return sign * double.PositiveInfinity;
        }

        if (word.Equals("NaN", StringComparison.OrdinalIgnoreCase))
        {
            return double.NaN;
        }

        return double.TryParse(word, NumberStyles.Float & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"'{word}' is not a number");
    }

    private long? TakeTimestamp(ReadOnlySpan<char> word)
    {
        if (_openMetrics && double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < 1e11)
        {
            return (long)Math.Round(seconds * 1000);
        }

        return !_openMetrics && long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
            ? milliseconds
            : throw new FormatException($"'{word}' is not a timestamp");
    }
}
