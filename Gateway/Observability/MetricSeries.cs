using System.Collections.Immutable;

namespace Iskra.Gateway.Observability;

/// <summary>One series of a family.</summary>
/// <typeparam name="T">What it holds.</typeparam>
/// <param name="Labels">Its label values, in the order of the label names.</param>
/// <param name="Value">What it holds.</param>
public sealed record MetricSeries<T>(ImmutableArray<string> Labels, T Value);
