namespace Iskra.Cluster;

/// <summary>How many grains of a kind are in memory.</summary>
/// <param name="Type">The kind: <c>channel</c>, <c>connection</c>.</param>
/// <param name="Count">How many.</param>
[GenerateSerializer, Immutable, Alias("iskra.activation-count")]
public sealed record ActivationCount([property: Id(0)] string Type, [property: Id(1)] int Count);
