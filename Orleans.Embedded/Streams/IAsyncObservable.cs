namespace Orleans.Streams;

/// <summary>Can be subscribed to.</summary>
public interface IAsyncObservable<T>
{
    /// <summary>Subscribes to the events from now on.</summary>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer);

    /// <summary>Subscribes to the events from now on.</summary>
    /// <param name="observer">Receives the events.</param>
    /// <param name="token">Has to be null: streams cannot be rewound.</param>
    /// <param name="filterData">Has to be null: there are no filters.</param>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null);
}
