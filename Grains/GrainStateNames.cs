namespace Iskra;

/// <summary>Names that grains and hosts agree on for stored grain state.</summary>
public static class GrainStateNames
{
    /// <summary>The grain storage provider that every grain with stored state uses.</summary>
    public const string Storage = "iskra";
}
