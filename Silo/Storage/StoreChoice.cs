namespace Iskra.Silo.Storage;

/// <summary>Which store the settings ask for.</summary>
public static class StoreChoice
{
    /// <summary>The connection string of PostgreSQL, or null for memory.</summary>
    /// <param name="store">Setting <c>Store</c>: <c>postgres</c>, <c>memory</c>, or nothing to let the connection string decide.</param>
    /// <param name="connectionString">Setting <c>ConnectionStrings:Iskra</c>.</param>
    /// <exception cref="StorageConfigurationException">The settings contradict each other or make no sense.</exception>
    public static string? Of(string? store, string? connectionString)
    {
        var isGiven = !string.IsNullOrWhiteSpace(connectionString);
        return store?.Trim().ToLowerInvariant() switch
        {
            "memory" => null,
            "postgres" when isGiven => connectionString,
            "postgres" => throw new StorageConfigurationException(
                "Store is 'postgres' and ConnectionStrings:Iskra is not set; set it to Host=…;Port=…;Username=…;Password=…;Database=…"),
            null or "" => isGiven ? connectionString : null,
            _ => throw new StorageConfigurationException($"Store is '{store}'; it must be 'postgres' or 'memory'."),
        };
    }
}
