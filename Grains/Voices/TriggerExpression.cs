using System.Collections.Immutable;

namespace Iskra.Voices;

/// <summary>What makes a voice speak, fall silent, or an action run: triggers of which one is enough.</summary>
/// <param name="Triggers">At least one, at most <see cref="MaxTriggers"/>.</param>
public sealed record TriggerExpression(ImmutableArray<Trigger> Triggers)
{
    /// <summary>Most triggers after parentheses have been multiplied out.</summary>
    public const int MaxTriggers = 32;

    /// <summary>Most characters of an expression.</summary>
    public const int MaxLength = 1_000;

    /// <summary>How it reads, without parentheses.</summary>
    public string Text { get; } = string.Join(" or ", Triggers.Select(trigger => trigger.Text));

    /// <summary>All conditions of all triggers.</summary>
    public IEnumerable<TriggerCondition> Conditions => Triggers.SelectMany(trigger => trigger.Conditions);

    /// <summary>
    /// Reads an expression such as <c>clarity &gt; 0.9 or chaos &lt; 0.2 for 5 min</c>: comparisons of a name with a number by
    /// <c>&lt; &lt;= &gt; &gt;= =</c>, joined by <c>and</c>, <c>or</c> and parentheses. <c>for</c> and a duration asks that a
    /// comparison has held so long; <c>within</c> and a duration makes the name an event that is counted.
    /// </summary>
    /// <exception cref="TriggerSyntaxException">It cannot be read; the message points at the column.</exception>
    public static TriggerExpression Parse(string text) => new TriggerParser(text).Parse();
}
