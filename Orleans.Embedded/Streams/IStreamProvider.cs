using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Gives streams by identity.</summary>
public interface IStreamProvider
{
    /// <summary>Name of the provider.</summary>
    string Name { get; }

    /// <summary>Whether past events can be had again; here they cannot.</summary>
    bool IsRewindable { get; }

    /// <summary>The stream with an identity. All streams exist.</summary>
    IAsyncStream<T> GetStream<T>(StreamId streamId);
}
