namespace Orleans.Streams.Core;

/// <summary>A grain that is told of subscriptions it has no observer for, before their first event.</summary>
public interface IStreamSubscriptionObserver
{
    /// <summary>Attach an observer here.</summary>
    Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory);
}
