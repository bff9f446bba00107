using Orleans.Streams;

namespace Orleans.Runtime;

/// <summary>
/// A subscription: a bounded queue whose events go to the subscriber one at a time. When it is full the oldest event is
/// dropped and counted, so that one slow subscriber holds up neither the publisher nor the others.
/// </summary>
internal sealed class StreamSubscription
{
    private readonly EmbeddedRuntime _runtime;
    private readonly Lock _gate = new();
    private readonly ObserverHost? _clientHost;
    private TurnQueue _queue;
    private bool _delivering;
    private bool _closed;
    private bool _behind;

    public StreamSubscription(EmbeddedRuntime runtime, StreamKey key, Guid id, GrainId? subscriber, bool isImplicit)
    {
        _runtime = runtime;
        Key = key;
        Id = id;
        Subscriber = subscriber;
        IsImplicit = isImplicit;
        _clientHost = subscriber is null ? new ObserverHost(runtime, this) : null;
    }

    public StreamKey Key { get; }

    public Guid Id { get; }

    /// <summary>The grain that receives the events; null for a client.</summary>
    public GrainId? Subscriber { get; }

    /// <summary>Whether an attribute of the grain class made it.</summary>
    public bool IsImplicit { get; }

    /// <summary>The observer of a client.</summary>
    public IStreamHandler? ClientHandler { get; set; }

    /// <summary>Events that were dropped because the queue was full.</summary>
    public long Dropped { get; private set; }

    /// <summary>Queues an event.</summary>
    /// <returns>False when the subscription has ended.</returns>
    public bool Enqueue(StreamEvent streamEvent)
    {
        bool deliver;
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            MakeRoom();
            _queue.Enqueue(streamEvent);
            deliver = !_delivering;
            _delivering = true;
        }

        if (deliver)
        {
            Deliver();
        }

        return true;
    }

    /// <summary>The next event; null when there is none.</summary>
    public StreamEvent? Dequeue()
    {
        lock (_gate)
        {
            return (StreamEvent?)_queue.Dequeue();
        }
    }

    /// <summary>An event has been delivered, or could not be.</summary>
    public void OnDelivered()
    {
        bool more;
        lock (_gate)
        {
            more = _queue.Count > 0;
            _delivering = more;
            _behind &= more;
            _closed |= IsImplicit && !more;
        }

        if (more)
        {
            Deliver();
        }
        else if (IsImplicit)
        {
            // An idle implicit subscription costs nothing; the next event makes it anew.
            _runtime.Streams.Forget(this);
        }
    }

    /// <summary>Ends the subscription; what is queued is dropped.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _queue.Clear();
        }
    }

    /// <summary>The process of the subscriber has died with all that was queued.</summary>
    public void Crash()
    {
        lock (_gate)
        {
            _queue.Clear();
            _delivering &= _clientHost is not null;
        }
    }

    /// <summary>The observer that is attached; null when there is none.</summary>
    public IStreamHandler? HandlerOf(RequestHost host) => host is Activation activation
        ? activation.StreamHandlers?.GetValueOrDefault(Id)
        : ClientHandler;

    /// <summary>Attaches an observer.</summary>
    public void Attach(IStreamHandler handler)
    {
        if (Subscriber is null)
        {
            ClientHandler = handler;
            return;
        }

        var activation = RuntimeContext.Current is { } current && current.GrainId == Subscriber
            ? current
            : throw new InvalidOperationException($"Only {Subscriber} itself can attach an observer to its subscription.");
        (activation.StreamHandlers ??= [])[Id] = handler;
    }

    private void MakeRoom()
    {
        var capacity = _runtime.Options.StreamQueueCapacity;
        if (_queue.Count < capacity)
        {
            return;
        }

        _queue.Dequeue();
        Dropped++;
        _runtime.Streams.CountDropped();
        if (!_behind)
        {
            _behind = true;
            _runtime.Log.SubscriberBehind(Key.StreamId, capacity);
        }
    }

    private void Deliver()
    {
        var delivery = new StreamDelivery(this, _runtime.Log);
        if (_clientHost is not null)
        {
            _clientHost.TryReceive(delivery);
        }
        else
        {
            _runtime.Deliver(Subscriber!.Value, delivery);
        }
    }
}
