namespace Orleans.Placement;

/// <summary>Activations live where there is room. No effect in one process.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ResourceOptimizedPlacementAttribute : PlacementAttribute;
