using System.Collections.Immutable;

namespace Iskra.Voices;

/// <summary>Conditions that must hold together.</summary>
/// <param name="Conditions">At least one.</param>
public sealed record Trigger(ImmutableArray<TriggerCondition> Conditions)
{
    /// <summary>How it reads: <c>clarity &lt; 0.7 and chaos &gt; 0.6</c>.</summary>
    public string Text { get; } = string.Join(" and ", Conditions.Select(condition => condition.Text));
}
