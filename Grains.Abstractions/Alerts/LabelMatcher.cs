namespace Iskra.Alerts;

/// <summary>A condition on one label; a label that is missing counts as empty.</summary>
/// <param name="Name">Name of the label.</param>
/// <param name="Operator">How to compare.</param>
/// <param name="Value">The value or the regular expression, in the syntax of RE2.</param>
[GenerateSerializer, Immutable, Alias("iskra.label-matcher")]
public sealed record LabelMatcher(
    [property: Id(0)] string Name,
    [property: Id(1)] MatchOperator Operator,
    [property: Id(2)] string Value)
{
    /// <summary><c>name="value"</c></summary>
    public override string ToString() => Name + Sign + LabelText.Quote(Value);

    private string Sign => Operator switch
    {
        MatchOperator.Equal => "=",
        MatchOperator.NotEqual => "!=",
        MatchOperator.Regex => "=~",
        _ => "!~",
    };
}
