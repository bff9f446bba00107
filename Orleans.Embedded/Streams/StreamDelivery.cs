using Orleans.Streams;
using Orleans.Streams.Core;

namespace Orleans.Runtime;

/// <summary>Brings the next event of a subscription to its subscriber.</summary>
internal sealed class StreamDelivery(StreamSubscription subscription, RuntimeLog log) : Request
{
    public override string Name => "stream event";

    public override async Task InvokeAsync(RequestHost host)
    {
        if (subscription.Dequeue() is not { } streamEvent || await HandlerAsync(host) is not { } handler)
        {
            return;
        }

        try
        {
            await handler.OnNextAsync(streamEvent);
        }
#pragma warning disable CA1031 // A failing subscriber must not end its own subscription.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            log.SubscriberFailed(subscription.Key.StreamId, exception);
            await handler.OnErrorAsync(exception);
        }
    }

    public override void Complete(Task finished)
    {
        if (finished.Exception?.InnerException is { } exception)
        {
            log.SubscriberFailed(subscription.Key.StreamId, exception);
        }

        subscription.OnDelivered();
    }

    public override void Fail(Exception exception)
    {
        log.SubscriberFailed(subscription.Key.StreamId, exception);
        subscription.Dequeue();
        subscription.OnDelivered();
    }

    private async ValueTask<IStreamHandler?> HandlerAsync(RequestHost host)
    {
        if (subscription.HandlerOf(host) is not { } handler)
        {
            if (host.Instance is IStreamSubscriptionObserver observer)
            {
                await observer.OnSubscribed(new SubscriptionHandleFactory(subscription, host.Runtime));
            }

            return subscription.HandlerOf(host);
        }

        return handler;
    }
}
