namespace Orleans;

/// <summary>Activations of the class never end for being idle.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KeepAliveAttribute : Attribute;
