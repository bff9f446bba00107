using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Shorter ways to a stream.</summary>
public static class StreamProviderExtensions
{
    /// <summary>The stream with a GUID key in a namespace.</summary>
    public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, string ns, Guid id) =>
        Require(streamProvider).GetStream<T>(StreamId.Create(ns, id));

    /// <summary>The stream with a string key in a namespace.</summary>
    public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, string ns, string id) =>
        Require(streamProvider).GetStream<T>(StreamId.Create(ns, id));

    /// <summary>The stream with an integer key in a namespace.</summary>
    public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, string ns, long id) =>
        Require(streamProvider).GetStream<T>(StreamId.Create(ns, id));

    private static IStreamProvider Require(IStreamProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return provider;
    }
}
