using System.Collections.Immutable;

namespace Iskra.Voices;

/// <summary>An automatic action: what is done when a trigger becomes true.</summary>
/// <param name="Action">One of <see cref="ActionName"/>.</param>
/// <param name="When">The trigger.</param>
/// <param name="Priority"><c>P0</c>, <c>P1</c> or <c>P2</c>.</param>
public sealed record ActionRule(string Action, TriggerExpression When, string Priority)
{
    /// <summary>The table of domain section 2.</summary>
    public static ImmutableArray<ActionRule> Defaults { get; } =
    [
        new(ActionName.ActivatePinoHundun, TriggerExpression.Parse("clarity > 0.9"), "P1"),
        new(ActionName.ActivateSam, TriggerExpression.Parse("clarity < 0.6"), "P1"),
        new(ActionName.Stimulate, TriggerExpression.Parse("chaos < 0.15"), "P0"),
        new(ActionName.Stabilize, TriggerExpression.Parse("chaos > 0.8"), "P0"),
        new(ActionName.ActivateAnhantra, TriggerExpression.Parse("trust < 0.5"), "P1"),
        new(ActionName.Recover, TriggerExpression.Parse("pain > 0.6"), "P0"),
    ];
}
