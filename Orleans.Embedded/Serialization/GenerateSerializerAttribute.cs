namespace Orleans;

/// <summary>Marks a message type. This engine passes messages by reference, so the mark only keeps the source portable.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute
{
    /// <summary>Whether parameters of the primary constructor are members of the message.</summary>
    public bool IncludePrimaryConstructorParameters { get; init; }
}
