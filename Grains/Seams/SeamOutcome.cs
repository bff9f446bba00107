namespace Iskra.Seams;

/// <summary>The system after a step.</summary>
/// <param name="State">Its state.</param>
/// <param name="Transition">The transition that the step was; null when it was none.</param>
/// <param name="Tension">The mean intensity of the last transitions, when they are a bifurcation; else null.</param>
public sealed record SeamOutcome(SeamState State, SeamTransition? Transition, double? Tension);
