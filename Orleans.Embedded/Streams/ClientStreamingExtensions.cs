using Orleans.Streams;

namespace Orleans;

/// <summary>Stream providers of clients.</summary>
public static class ClientStreamingExtensions
{
    /// <summary>The stream provider with a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none with the name.</exception>
    public static IStreamProvider GetStreamProvider(this IClusterClient client, string name)
    {
        ArgumentNullException.ThrowIfNull(client);
        return GrainStreamingExtensions.Find(client.ServiceProvider, name);
    }
}
