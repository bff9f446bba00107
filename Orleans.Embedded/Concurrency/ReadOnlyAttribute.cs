namespace Orleans.Concurrency;

/// <summary>Lets calls of a method interleave with other read-only calls, because they change nothing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;
