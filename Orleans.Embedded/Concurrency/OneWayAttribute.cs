namespace Orleans.Concurrency;

/// <summary>The caller does not wait for the call and does not learn how it ended.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute;
