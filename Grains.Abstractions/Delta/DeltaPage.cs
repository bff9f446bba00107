using System.Collections.Immutable;

namespace Iskra.Delta;

/// <summary>Records that were asked for, newest first.</summary>
/// <param name="Records">The records.</param>
/// <param name="Next">Where older ones go on; null when there are none.</param>
[GenerateSerializer, Immutable, Alias("iskra.delta-page")]
public sealed record DeltaPage(
    [property: Id(0)] ImmutableArray<DeltaRecord> Records,
    [property: Id(1)] long? Next);
