namespace Iskra.Gateway.Observability;

/// <summary>An instrument of a library's meter and the name under which <c>/metrics</c> shows it.</summary>
/// <param name="Meter">Name of the meter.</param>
/// <param name="Instrument">Name of the instrument in it.</param>
/// <param name="Name">Name of the family here.</param>
/// <param name="Type"><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
/// <param name="Help">One sentence.</param>
/// <param name="Tag">The one tag that is kept, or null when all series are added up.</param>
/// <param name="Scale">What a measurement is multiplied with, so that the unit is the second, the byte or one.</param>
public sealed record BridgedInstrument(
    string Meter, string Instrument, string Name, string Type, string Help, string? Tag = null, double Scale = 1)
{
    /// <summary>Name of the label that holds the tag: the last part of the tag's name.</summary>
    public string? Label => Tag?[(Tag.LastIndexOf('.') + 1)..];
}
