using Orleans.Runtime;

namespace Orleans.Streams.Core;

/// <summary>A subscription that an activation has no observer for yet.</summary>
public interface IStreamSubscriptionHandleFactory
{
    /// <summary>Identity of the stream.</summary>
    StreamId StreamId { get; }

    /// <summary>Name of the provider.</summary>
    string ProviderName { get; }

    /// <summary>Identity of the subscription.</summary>
    GuidId SubscriptionId { get; }

    /// <summary>The handle, to attach an observer with.</summary>
    StreamSubscriptionHandle<T> Create<T>();
}
