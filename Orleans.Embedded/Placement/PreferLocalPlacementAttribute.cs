namespace Orleans.Placement;

/// <summary>Activations live where they are first called from. No effect in one process.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PreferLocalPlacementAttribute : PlacementAttribute;
