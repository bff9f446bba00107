namespace Orleans.Streams;

/// <summary>A stream: publish with <c>OnNextAsync</c>, subscribe with <c>SubscribeAsync</c>.</summary>
public interface IAsyncStream<T> : IAsyncStream, IEquatable<IAsyncStream<T>>, IAsyncObservable<T>, IAsyncBatchProducer<T>
{
    /// <summary>The subscriptions of the caller – the grain whose turn it is, or the client.</summary>
    Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles();
}
