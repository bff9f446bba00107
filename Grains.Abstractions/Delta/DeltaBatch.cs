using System.Collections.Immutable;

namespace Iskra.Delta;

/// <summary>What a process reports about one seam.</summary>
/// <param name="Occurrences">What it can say in detail, at most <see cref="MaxOccurrences"/>.</param>
[GenerateSerializer, Immutable, Alias("iskra.delta-batch")]
public sealed record DeltaBatch([property: Id(0)] ImmutableArray<DeltaOccurrence> Occurrences)
{
    /// <summary>Most occurrences in a batch.</summary>
    public const int MaxOccurrences = 256;
}
