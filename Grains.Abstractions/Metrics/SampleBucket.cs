namespace Iskra.Metrics;

/// <summary>Samples of one metric in a span of time, aggregated.</summary>
/// <param name="Start">Start of the span.</param>
/// <param name="Avg">Mean value.</param>
/// <param name="Min">Smallest value.</param>
/// <param name="Max">Largest value.</param>
/// <param name="Count">Number of samples, at least 1.</param>
[GenerateSerializer, Immutable, Alias("iskra.sample-bucket")]
public readonly record struct SampleBucket(
    [property: Id(0)] DateTimeOffset Start,
    [property: Id(1)] double Avg,
    [property: Id(2)] double Min,
    [property: Id(3)] double Max,
    [property: Id(4)] long Count);
