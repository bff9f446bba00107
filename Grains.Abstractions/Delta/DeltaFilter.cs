namespace Iskra.Delta;

/// <summary>Which records are asked for; what is null does not restrict.</summary>
/// <param name="From">Start of the span, inclusive.</param>
/// <param name="To">End of the span, exclusive.</param>
/// <param name="Event">Type of the event.</param>
/// <param name="SeamId">The seam.</param>
/// <param name="TraceId">The trace.</param>
/// <param name="MinSignificance">Least significance.</param>
/// <param name="MinOmega">Least confidence.</param>
/// <param name="MinDimension">Least dimension.</param>
/// <param name="Before">Only records before this place; the <see cref="DeltaPage.Next"/> of the page before.</param>
/// <param name="Limit">Most records, 1 to <see cref="MaxLimit"/>.</param>
[GenerateSerializer, Immutable, Alias("iskra.delta-filter")]
public sealed record DeltaFilter(
    [property: Id(0)] DateTimeOffset? From,
    [property: Id(1)] DateTimeOffset? To,
    [property: Id(2)] string? Event,
    [property: Id(3)] string? SeamId,
    [property: Id(4)] string? TraceId,
    [property: Id(5)] double? MinSignificance,
    [property: Id(6)] double? MinOmega,
    [property: Id(7)] int? MinDimension,
    [property: Id(8)] long? Before,
    [property: Id(9)] int Limit)
{
    /// <summary>Most records in one answer.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>Records in one answer unless said.</summary>
    public const int DefaultLimit = 100;
}
