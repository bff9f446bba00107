namespace Iskra.Delta;

/// <summary>A ∆DΩΛ record (domain section 6).</summary>
/// <param name="Id">Its id, unique and in the order of making within a seam.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="Event">Type of the event.</param>
/// <param name="Delta">Δ: what changed.</param>
/// <param name="Dimension">D: how far it reaches, 1 to 10.</param>
/// <param name="Omega">Ω: how sure it is, 0 to 1.</param>
/// <param name="Lambda">Λ: the next step.</param>
/// <param name="SeamId">The seam between components where it happened.</param>
/// <param name="Pain">Impact on pain, 0 to 1.</param>
/// <param name="Trust">Impact on trust, 0 to 1.</param>
/// <param name="Chaos">Impact on chaos, 0 to 1.</param>
/// <param name="Significance">How much it matters, 0 to 1.</param>
/// <param name="TraceId">The trace it belongs to, or null.</param>
/// <param name="ParentSpan">The span it happened in, or null.</param>
/// <param name="Sift">Where the knowledge comes from, as JSON.</param>
/// <param name="Data">Details, the error with its class, and the analysis, as JSON.</param>
[GenerateSerializer, Immutable, Alias("iskra.delta-record")]
public sealed record DeltaRecord(
    [property: Id(0)] string Id,
    [property: Id(1)] DateTimeOffset Timestamp,
    [property: Id(2)] string Event,
    [property: Id(3)] string Delta,
    [property: Id(4)] int Dimension,
    [property: Id(5)] double Omega,
    [property: Id(6)] string Lambda,
    [property: Id(7)] string SeamId,
    [property: Id(8)] double Pain,
    [property: Id(9)] double Trust,
    [property: Id(10)] double Chaos,
    [property: Id(11)] double Significance,
    [property: Id(12)] string? TraceId,
    [property: Id(13)] string? ParentSpan,
    [property: Id(14)] string Sift,
    [property: Id(15)] string Data);
