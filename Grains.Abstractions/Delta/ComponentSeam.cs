using System.Collections.Immutable;
using Iskra.Voices;

namespace Iskra.Delta;

/// <summary>A seam between components, as the records of the last ten minutes show it (domain section 4).</summary>
/// <param name="SeamId">Its id.</param>
/// <param name="Events">How many events there were.</param>
/// <param name="Errors">How many of them carried an error.</param>
/// <param name="MeanSignificance">Mean significance of the records, 0 to 1.</param>
/// <param name="MaxSignificance">Largest significance of a record, 0 to 1.</param>
/// <param name="Pain">Mean pain, 0 to 1.</param>
/// <param name="Trust">Mean trust, 0 to 1.</param>
/// <param name="Chaos">Mean chaos, 0 to 1.</param>
/// <param name="ByType">Events by type.</param>
/// <param name="LastAt">When the last one happened; null when there was none.</param>
[GenerateSerializer, Immutable, Alias("iskra.component-seam")]
public sealed record ComponentSeam(
    [property: Id(0)] string SeamId,
    [property: Id(1)] long Events,
    [property: Id(2)] long Errors,
    [property: Id(3)] double MeanSignificance,
    [property: Id(4)] double MaxSignificance,
    [property: Id(5)] double Pain,
    [property: Id(6)] double Trust,
    [property: Id(7)] double Chaos,
    [property: Id(8)] ImmutableArray<EventCount> ByType,
    [property: Id(9)] DateTimeOffset? LastAt);
