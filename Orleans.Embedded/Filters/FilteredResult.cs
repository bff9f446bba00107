namespace Orleans.Runtime;

/// <summary>What a call answered after its filters.</summary>
/// <param name="Value">The result; null for a call without one.</param>
internal readonly record struct FilteredResult(object? Value);
