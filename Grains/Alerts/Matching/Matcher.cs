namespace Iskra.Alerts;

/// <summary>A <see cref="LabelMatcher"/> that is ready to match.</summary>
public sealed class Matcher
{
    private readonly Func<string, bool> _isMatch;

    /// <summary>Prepares a matcher.</summary>
    /// <param name="definition">What it is to match.</param>
    /// <param name="compile">Prepares regular expressions; <see cref="AnchoredPattern.Compile"/> unless said.</param>
    /// <exception cref="MatcherException">The value is no regular expression that is understood, and should be one.</exception>
    public Matcher(LabelMatcher definition, Func<string, Func<string, bool>>? compile = null)
    {
        compile ??= AnchoredPattern.Compile;
        Definition = definition;
        _isMatch = definition.Operator switch
        {
            MatchOperator.Equal => value => string.Equals(value, definition.Value, StringComparison.Ordinal),
            MatchOperator.NotEqual => value => !string.Equals(value, definition.Value, StringComparison.Ordinal),
            MatchOperator.Regex => compile(definition.Value),
            _ => Not(compile(definition.Value)),
        };
    }

    /// <summary>What it was made of.</summary>
    public LabelMatcher Definition { get; }

    /// <summary>Whether a value matches.</summary>
    public bool IsMatch(string value) => _isMatch(value);

    /// <summary>Whether the labels match; a label that is missing counts as empty.</summary>
    public bool IsMatch(LabelSet labels) => _isMatch(labels[Definition.Name]);

    /// <inheritdoc/>
    public override string ToString() => Definition.ToString();

    private static Func<string, bool> Not(Func<string, bool> isMatch) => value => !isMatch(value);
}
