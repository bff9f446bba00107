using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A handle of a subscription.</summary>
internal sealed class SubscriptionHandle<T>(EmbeddedRuntime runtime, StreamSubscription subscription) : StreamSubscriptionHandle<T>
{
    public override StreamId StreamId => subscription.Key.StreamId;

    public override string ProviderName => subscription.Key.Provider;

    public override Guid HandleId => subscription.Id;

    public override Task UnsubscribeAsync()
    {
        runtime.Streams.Unsubscribe(subscription);
        RuntimeContext.Current?.StreamHandlers?.Remove(subscription.Id);
        return Task.CompletedTask;
    }

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null)
    {
        ArgumentNullException.ThrowIfNull(observer);
        EmbeddedStream<T>.RefuseToken(token);
        subscription.Attach(new StreamHandler<T>(observer));
        return Task.FromResult<StreamSubscriptionHandle<T>>(this);
    }

    public override bool Equals(StreamSubscriptionHandle<T>? other) => other?.HandleId == HandleId;
}
