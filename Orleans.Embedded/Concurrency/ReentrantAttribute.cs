namespace Orleans.Concurrency;

/// <summary>Lets every call of a grain interleave with every other one at its awaits.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;
