using System.Text.RegularExpressions;
using Iskra.Tools.Exposition;

namespace Iskra.Tools.Feeding;

/// <summary>One condition of a selector: <c>=</c>, <c>!=</c>, <c>=~</c> or <c>!~</c>; patterns match the whole value.</summary>
internal sealed class LabelMatcher
{
    private readonly string _name;
    private readonly string _value;
    private readonly Regex? _pattern;
    private readonly bool _wanted;

    /// <summary>Makes a condition.</summary>
    /// <param name="name">Name of the label.</param>
    /// <param name="comparison">One of <c>=</c>, <c>!=</c>, <c>=~</c>, <c>!~</c>.</param>
    /// <param name="value">The value or pattern.</param>
    /// <exception cref="FormatException">The pattern is not one.</exception>
    public LabelMatcher(string name, string comparison, string value)
    {
        _name = name;
        _value = value;
        _wanted = comparison[0] == '=';
        if (comparison[^1] == '~')
        {
            _pattern = Compile(value);
        }
    }

    /// <summary>Whether a series meets the condition.</summary>
    public bool Matches(Series series)
    {
        var value = series.LabelOf(_name);
        return (_pattern?.IsMatch(value) ?? value == _value) == _wanted;
    }

    private static Regex Compile(string pattern)
    {
        try
        {
            return new Regex($"^(?:{pattern})\\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new FormatException($"'{pattern}' is not a regular expression: {exception.Message}");
        }
    }
}
