namespace Iskra.Voices;

/// <summary>One comparison of a trigger: <c>chaos &lt; 0.2 for 5 min</c>, <c>protocol_violation &gt;= 5 within 1 min</c>.</summary>
/// <param name="Name">A metric; with <see cref="Within"/> a type of event; or <see cref="OtherVoices"/>.</param>
/// <param name="Operator">How it compares.</param>
/// <param name="Limit">What it compares with.</param>
/// <param name="For">For how long it must have held without a break; zero when it counts at once.</param>
/// <param name="Within">Events of this span count; null when the name is no event.</param>
/// <param name="Text">How it was written, in its normal form.</param>
public sealed record TriggerCondition(string Name, TriggerOperator Operator, double Limit, TimeSpan For, TimeSpan? Within, string Text)
{
    /// <summary>The name that stands for the number of other voices that are active.</summary>
    public const string OtherVoices = "other_voices";

    /// <summary>Whether the name is a type of event that is counted.</summary>
    public bool IsEvent => Within is not null;

    /// <summary>Whether the name is a metric.</summary>
    public bool IsMetric => !IsEvent && Name != OtherVoices;

    /// <summary>Whether a value satisfies the comparison.</summary>
    public bool Compare(double value) => Operator switch
    {
        TriggerOperator.Less => value < Limit,
        TriggerOperator.AtMost => value <= Limit,
        TriggerOperator.Greater => value > Limit,
        TriggerOperator.AtLeast => value >= Limit,
        _ => value.Equals(Limit),
    };
}
