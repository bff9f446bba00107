namespace Iskra.Metrics;

/// <summary>Where a metric should be. A side that is null has no limit.</summary>
/// <param name="Min">Lower end of the band.</param>
/// <param name="Max">Upper end of the band.</param>
/// <param name="Target">The value to aim at.</param>
[GenerateSerializer, Immutable, Alias("iskra.metric-band")]
public sealed record MetricBand(
    [property: Id(0)] double? Min,
    [property: Id(1)] double? Max,
    [property: Id(2)] double? Target)
{
    /// <summary>The band of a metric that is not declared.</summary>
    public static readonly MetricBand None = new(null, null, null);
}
