namespace Orleans.Placement;

/// <summary>Activations live where few live. No effect in one process.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ActivationCountBasedPlacementAttribute : PlacementAttribute;
