using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Streams in memory.</summary>
internal sealed class EmbeddedStreamProvider(EmbeddedRuntime runtime, string name) : IStreamProvider
{
    public string Name => name;

    public bool IsRewindable => false;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => new EmbeddedStream<T>(runtime, new StreamKey(name, streamId));
}
