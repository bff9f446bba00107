namespace Orleans.Placement;

/// <summary>Says where activations live. In one process there is one place, so it has no effect.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class PlacementAttribute : Attribute;
