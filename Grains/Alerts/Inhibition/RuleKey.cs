namespace Iskra.Alerts;

/// <summary>An alert's part in an inhibition rule.</summary>
/// <param name="Rule">Number of the rule.</param>
/// <param name="Key">The alert's values of the equal labels.</param>
/// <param name="IsBoth">Whether it matches both sides.</param>
public readonly record struct RuleKey(int Rule, string Key, bool IsBoth);
