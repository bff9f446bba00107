namespace Iskra.Cluster;

/// <summary>A silo.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Where the others reach it.</param>
/// <param name="Status"><c>joining</c>, <c>active</c>, <c>stopping</c> or <c>dead</c>.</param>
/// <param name="Since">When it started.</param>
/// <param name="Activations">Grains in its memory; null when it did not say.</param>
[GenerateSerializer, Immutable, Alias("iskra.silo-view")]
public sealed record SiloView(
    [property: Id(0)] string Name,
    [property: Id(1)] string Address,
    [property: Id(2)] string Status,
    [property: Id(3)] DateTimeOffset Since,
    [property: Id(4)] int? Activations);
