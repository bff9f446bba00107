using System.Collections.Immutable;

namespace Iskra.Channels;

/// <summary>The numbers that appended events were given. On a durable channel they are in the database.</summary>
/// <param name="Epoch">The life of the log.</param>
/// <param name="Seqs">One number for each draft, in the order of the drafts.</param>
[GenerateSerializer, Immutable, Alias("iskra.append-result")]
public sealed record AppendResult(
    [property: Id(0)] string Epoch,
    [property: Id(1)] ImmutableArray<long> Seqs);
