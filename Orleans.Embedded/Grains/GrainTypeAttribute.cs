namespace Orleans;

/// <summary>Gives a grain class its lasting name; without it, it is the class name in lower case without <c>grain</c> at its end.</summary>
/// <param name="grainType">The name.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class GrainTypeAttribute(string grainType) : Attribute
{
    internal string GrainType { get; } = grainType;
}
