namespace Iskra.Alerts;

/// <summary>How a matcher compares.</summary>
public enum MatchOperator
{
    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>=~</c>: the whole value matches a regular expression.</summary>
    Regex,

    /// <summary><c>!~</c>: the whole value does not match a regular expression.</summary>
    NotRegex,
}
