using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Runtime;

/// <summary>All streams of the process with their subscriptions.</summary>
internal sealed class StreamHub(EmbeddedRuntime runtime)
{
    private readonly ConcurrentDictionary<StreamKey, ImmutableArray<StreamSubscription>> _explicit = new();
    private readonly ConcurrentDictionary<(StreamKey, GrainType), StreamSubscription> _implicit = new();
    private long _lastToken;
    private long _dropped;

    /// <summary>Events dropped so far because a subscriber was behind.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public void CountDropped() => Interlocked.Increment(ref _dropped);

    public void Publish(StreamKey key, object? item)
    {
        var streamEvent = new StreamEvent(item, new StreamToken(Interlocked.Increment(ref _lastToken)));
        if (_explicit.TryGetValue(key, out var subscriptions))
        {
            foreach (var subscription in subscriptions)
            {
                Publish(subscription, () => subscription.Enqueue(streamEvent));
            }
        }

        foreach (var grainClass in runtime.Classes.SubscribedTo(key.StreamId.GetNamespace()))
        {
            Publish(Implicit(key, grainClass), () => EnqueueImplicit(key, grainClass, streamEvent));
        }
    }

    public StreamSubscription Subscribe(StreamKey key, GrainId? subscriber)
    {
        var subscription = new StreamSubscription(runtime, key, Guid.NewGuid(), subscriber, isImplicit: false);
        _explicit.AddOrUpdate(
            key, static (_, added) => [added], static (_, present, added) => present.Add(added), subscription);
        return subscription;
    }

    public void Unsubscribe(StreamSubscription subscription)
    {
        subscription.Close();
        while (_explicit.TryGetValue(subscription.Key, out var present))
        {
            var left = present.Remove(subscription);
            if (left.IsEmpty
                ? _explicit.TryRemove(KeyValuePair.Create(subscription.Key, present))
                : _explicit.TryUpdate(subscription.Key, left, present))
            {
                return;
            }
        }
    }

    /// <summary>The explicit subscriptions of a grain, or of clients, to a stream.</summary>
    public IEnumerable<StreamSubscription> Of(StreamKey key, GrainId? subscriber) =>
        _explicit.TryGetValue(key, out var subscriptions) ? subscriptions.Where(s => s.Subscriber == subscriber) : [];

    /// <summary>An implicit subscription has nothing to deliver.</summary>
    public void Forget(StreamSubscription subscription) => _implicit.TryRemove(
        KeyValuePair.Create((subscription.Key, subscription.Subscriber!.Value.Type), subscription));

    /// <summary>What was queued for grains is lost with their process.</summary>
    public void Crash()
    {
        foreach (var subscription in _explicit.Values.SelectMany(subscriptions => subscriptions))
        {
            subscription.Crash();
        }

        _implicit.Clear();
    }

    private void Publish(StreamSubscription subscription, Action enqueue)
    {
        if (runtime.Faults is { } faults)
        {
            faults.Publish(subscription, enqueue);
        }
        else
        {
            enqueue();
        }
    }

    private void EnqueueImplicit(StreamKey key, GrainClass grainClass, StreamEvent streamEvent)
    {
        StreamSubscription subscription;
        while (!(subscription = Implicit(key, grainClass)).Enqueue(streamEvent))
        {
            Forget(subscription);
        }
    }

    private StreamSubscription Implicit(StreamKey key, GrainClass grainClass) => _implicit.GetOrAdd(
        (key, grainClass.GrainType),
        static (id, runtime) => new StreamSubscription(
            runtime,
            id.Item1,
            ImplicitId(id.Item1, id.Item2),
            GrainId.Create(id.Item2, id.Item1.StreamId.GetKeyAsString()),
            isImplicit: true),
        runtime);

    /// <summary>The same subscription always has the same identity, so that handles stay good.</summary>
    private static Guid ImplicitId(StreamKey key, GrainType grainType) => new(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{key.Provider}\n{key.StreamId}\n{grainType}")).AsSpan(0, 16));
}
