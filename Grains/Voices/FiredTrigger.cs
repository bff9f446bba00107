namespace Iskra.Voices;

/// <summary>A trigger that holds.</summary>
/// <param name="Trigger">The trigger.</param>
/// <param name="Intensity">
/// How strongly, 0.1 to 1: that of its weakest condition, because all of them must hold.
/// </param>
/// <param name="Condition">The condition that gave it.</param>
/// <param name="Value">The value of that condition.</param>
/// <param name="IsCritical">Whether a metric that it names is critical.</param>
public sealed record FiredTrigger(Trigger Trigger, double Intensity, TriggerCondition Condition, double Value, bool IsCritical);
