using Orleans.Runtime;

namespace Orleans.Streams.Core;

/// <summary>Gives an activation the handle of a subscription that it has no observer for.</summary>
internal sealed class SubscriptionHandleFactory(StreamSubscription subscription, EmbeddedRuntime runtime) : IStreamSubscriptionHandleFactory
{
    public StreamId StreamId => subscription.Key.StreamId;

    public string ProviderName => subscription.Key.Provider;

    public GuidId SubscriptionId { get; } = new(subscription.Id);

    public StreamSubscriptionHandle<T> Create<T>() => new SubscriptionHandle<T>(runtime, subscription);
}
