using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A stream in memory. Publishing queues the event for each subscription and returns.</summary>
internal sealed class EmbeddedStream<T>(EmbeddedRuntime runtime, StreamKey key) : IAsyncStream<T>
{
    public bool IsRewindable => false;

    public string ProviderName => key.Provider;

    public StreamId StreamId => key.StreamId;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null)
    {
        RefuseToken(token);
        runtime.Streams.Publish(key, item);
        return Task.CompletedTask;
    }

    public Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null)
    {
        RefuseToken(token);
        foreach (var item in batch)
        {
            runtime.Streams.Publish(key, item);
        }

        return Task.CompletedTask;
    }

    public Task OnCompletedAsync() => throw new NotSupportedException("A stream has no end.");

    public Task OnErrorAsync(Exception ex) => throw new NotSupportedException("A stream carries events, not errors.");

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer) => SubscribeAsync(observer, null);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null)
    {
        ArgumentNullException.ThrowIfNull(observer);
        RefuseToken(token);
        if (filterData is not null)
        {
            throw new NotSupportedException("There are no filters; filterData has to be null.");
        }

        var subscription = runtime.Streams.Subscribe(key, RuntimeContext.Current?.GrainId);
        subscription.Attach(new StreamHandler<T>(observer));
        return Task.FromResult<StreamSubscriptionHandle<T>>(new SubscriptionHandle<T>(runtime, subscription));
    }

    public Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles() => Task.FromResult<IList<StreamSubscriptionHandle<T>>>(
        [.. runtime.Streams.Of(key, RuntimeContext.Current?.GrainId).Select(subscription => new SubscriptionHandle<T>(runtime, subscription))]);

    public bool Equals(IAsyncStream<T>? other) => other is EmbeddedStream<T> && other.StreamId == StreamId && other.ProviderName == ProviderName;

    public override bool Equals(object? obj) => Equals(obj as IAsyncStream<T>);

    public override int GetHashCode() => key.GetHashCode();

    internal static void RefuseToken(StreamSequenceToken? token)
    {
        if (token is not null)
        {
            throw new NotSupportedException("Streams cannot be rewound; the token has to be null.");
        }
    }
}
