using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A stream, whatever its events.</summary>
public interface IAsyncStream
{
    /// <summary>Whether past events can be had again; here they cannot.</summary>
    bool IsRewindable { get; }

    /// <summary>Name of the provider.</summary>
    string ProviderName { get; }

    /// <summary>Identity of the stream.</summary>
    StreamId StreamId { get; }
}
