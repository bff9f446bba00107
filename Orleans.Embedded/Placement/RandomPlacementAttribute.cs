namespace Orleans.Placement;

/// <summary>Activations live anywhere. No effect in one process.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RandomPlacementAttribute : PlacementAttribute;
