using System.Collections.Immutable;
using Iskra.Metrics;

namespace Iskra.Voices;

/// <summary>Values that were reported together and count as one step.</summary>
/// <param name="Samples">The newest stored sample of each metric, at most one a metric.</param>
/// <param name="Stamped">Whether the server gave them their time; then equal times count as newer.</param>
[GenerateSerializer, Immutable, Alias("iskra.metric-step")]
public sealed record MetricStep(
    [property: Id(0)] ImmutableArray<Sample> Samples,
    [property: Id(1)] bool Stamped);
