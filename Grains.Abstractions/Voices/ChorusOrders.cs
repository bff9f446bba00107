namespace Iskra.Voices;

/// <summary>What automatic actions ask of every process.</summary>
/// <param name="DetailUntil">Until when logs are to be detailed; null when they are not.</param>
[GenerateSerializer, Immutable, Alias("iskra.chorus-orders")]
public sealed record ChorusOrders([property: Id(0)] DateTimeOffset? DetailUntil);
