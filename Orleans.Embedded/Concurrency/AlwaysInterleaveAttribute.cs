namespace Orleans.Concurrency;

/// <summary>Lets calls of a method start while other calls of the grain await, and other calls start while they await.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;
