namespace Orleans.Runtime;

/// <summary>Injects stored state into the constructor of a grain.</summary>
/// <param name="stateName">Name of the state within the grain.</param>
/// <param name="storageName">Name of the storage provider; the one without a name when null.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    /// <summary>Name of the state within the grain.</summary>
    public string StateName { get; } = stateName;

    /// <summary>Name of the storage provider.</summary>
    public string? StorageName { get; } = storageName;
}
