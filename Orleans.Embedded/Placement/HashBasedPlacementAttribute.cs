namespace Orleans.Placement;

/// <summary>The hash of the key decides where an activation lives. No effect in one process.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class HashBasedPlacementAttribute : PlacementAttribute;
