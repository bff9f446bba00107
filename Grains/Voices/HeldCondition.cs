namespace Iskra.Voices;

/// <summary>Since when a condition with a duration holds.</summary>
/// <param name="Condition">Its text.</param>
/// <param name="Since">The time of the step from which on it has held without a break.</param>
[GenerateSerializer, Immutable, Alias("iskra.held-condition")]
public sealed record HeldCondition([property: Id(0)] string Condition, [property: Id(1)] DateTimeOffset Since);
