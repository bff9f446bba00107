namespace Iskra.Seams;

/// <summary>The four metrics that the state of the system follows from; each 0 to 1.</summary>
/// <param name="Clarity">How clear the picture is.</param>
/// <param name="Chaos">How much disorder there is.</param>
/// <param name="Trust">How far people rely on each other.</param>
/// <param name="Pain">How much it hurts.</param>
[GenerateSerializer, Immutable, Alias("iskra.system-values")]
public sealed record SystemValues(
    [property: Id(0)] double Clarity,
    [property: Id(1)] double Chaos,
    [property: Id(2)] double Trust,
    [property: Id(3)] double Pain)
{
    /// <summary>How far apart the opposites are: |chaos − clarity| + |pain − trust|, 0 to 2.</summary>
    public double Intensity => Math.Round(Math.Abs(Chaos - Clarity) + Math.Abs(Pain - Trust), 6);
}
