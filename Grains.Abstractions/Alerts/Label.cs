namespace Iskra.Alerts;

/// <summary>A label or an annotation.</summary>
/// <param name="Name">Its name, <c>[a-zA-Z_][a-zA-Z0-9_]*</c>.</param>
/// <param name="Value">Its value: any text.</param>
[GenerateSerializer, Immutable, Alias("iskra.label")]
public readonly record struct Label([property: Id(0)] string Name, [property: Id(1)] string Value);
