using System.Collections.Immutable;

namespace Iskra.Gateway.Observability;

/// <summary>What a family of series is about.</summary>
/// <param name="Name">Its Prometheus name; that of a counter ends in <c>_total</c>.</param>
/// <param name="Type"><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
/// <param name="Help">One sentence.</param>
/// <param name="Labels">Names of its labels.</param>
public sealed record MetricDescription(string Name, string Type, string Help, ImmutableArray<string> Labels);
