namespace Iskra.Voices;

/// <summary>What an event does to those who are connected (domain section 3); each 0 to 1.</summary>
/// <param name="Pain">How much it hurts.</param>
/// <param name="Trust">How much trust is left, or gained.</param>
/// <param name="Chaos">How much disorder it brings.</param>
[GenerateSerializer, Immutable, Alias("iskra.connection-impact")]
public readonly record struct ConnectionImpact(
    [property: Id(0)] double Pain,
    [property: Id(1)] double Trust,
    [property: Id(2)] double Chaos)
{
    /// <summary>The impact of an event that is not in the table.</summary>
    public static readonly ConnectionImpact Other = new(0.3, 0.5, 0.3);
}
