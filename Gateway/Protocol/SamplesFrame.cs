using System.Collections.Immutable;

namespace Iskra.Gateway.Protocol;

/// <summary><c>metrics</c> or <c>bulk_metrics</c>: samples that are stored whole or refused whole.</summary>
/// <param name="Ref">See <see cref="ClientFrame"/>.</param>
/// <param name="Samples">1 to 1,000 samples; names and sources are valid, values finite. Ranges are for the rules of the metrics.</param>
public sealed record SamplesFrame(ReadOnlyMemory<byte> Ref, ImmutableArray<SampleInput> Samples) : ClientFrame(Ref);
