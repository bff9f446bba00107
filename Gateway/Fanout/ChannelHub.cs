using Iskra.Channels;
using Iskra.Gateway.Observability;

namespace Iskra.Gateway.Fanout;

/// <summary>
/// One channel at this gateway: takes what is delivered, fills what was not from the log, keeps the newest events
/// and hands each of them to all subscribers. The lock is held only to change lists and numbers, never while events are
/// delivered or the cluster is asked; one thread at a time delivers.
/// </summary>
public sealed partial class ChannelHub : IDisposable
{
    /// <summary>How many of the newest events are kept for those who join.</summary>
    public const int RingCapacity = 1_024;

    /// <summary>Most events that one read of the log answers.</summary>
    public const int PageSize = 1_000;

    /// <summary>Time for the delivery of what the log is known to hold, before the log is read.</summary>
    public static readonly TimeSpan DeliveryGrace = TimeSpan.FromMilliseconds(250);

    /// <summary>How many deliveries share one look at the clock.</summary>
    private const int ObservedTogether = 64;

    private readonly Lock _gate = new();
    private readonly IChannelSource _source;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly RealtimeMetrics? _metrics;
    private readonly CancellationTokenSource _stopped = new();
    private readonly EventRing _ring = new(RingCapacity);
    private readonly List<ISubscriber> _members = [];
    private ISubscriber[]? _memberArray = [];
    private ChannelPosition _head;

    internal ChannelHub(string channel, IChannelSource source, TimeProvider time, RealtimeMetrics? metrics, ILogger log)
    {
        _metrics = metrics;
        Channel = channel;
        Kind = ChannelName.KindOf(channel);
        _source = source;
        _time = time;
        _log = log;
        _emptySince = time.GetTimestamp();
    }

    /// <summary>Name of the channel.</summary>
    public string Channel { get; }

    /// <summary>Its kind.</summary>
    public ChannelKind Kind { get; }

    /// <summary>How many subscribers there are.</summary>
    public int Members
    {
        get
        {
            lock (_gate)
            {
                return _members.Count;
            }
        }
    }

    /// <summary>The position of the newest event that was delivered.</summary>
    public ChannelPosition Head
    {
        get
        {
            lock (_gate)
            {
                return _head;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stopped.Dispose();

    /// <summary>Takes a subscriber off the list. What is being delivered at this moment may still reach it.</summary>
    public void Leave(ISubscriber subscriber)
    {
        lock (_gate)
        {
            var slot = subscriber.Slot;
            if (slot < 0 || slot >= _members.Count || !ReferenceEquals(_members[slot], subscriber))
            {
                return;
            }

            var last = _members[^1];
            _members[slot] = last;
            last.Slot = slot;
            _members.RemoveAt(_members.Count - 1);
            subscriber.Slot = -1;
            _memberArray = null;
            if (_members.Count == 0)
            {
                _emptySince = _time.GetTimestamp();
            }
        }
    }

    /// <summary>Only under the lock.</summary>
    private void Add(ISubscriber subscriber)
    {
        subscriber.Slot = _members.Count;
        _members.Add(subscriber);
        _memberArray = null;
    }

    /// <summary>Makes events the newest of the channel and hands them to everybody. Only one thread at a time.</summary>
    private void Publish(EncodedEvent[] events)
    {
        foreach (var batch in EventEncoder.Batches(events))
        {
            ISubscriber[] members;
            lock (_gate)
            {
                foreach (var item in batch.Events)
                {
                    _ring.Add(item);
                }

                _head = batch.Position;
                members = _memberArray ??= [.. _members];
                ReleaseWaiters();
            }

            HandOut(batch, members);
        }
    }

    /// <summary>Starts over from a snapshot: everybody is told, nobody is left with a gap.</summary>
    private void Reset(EncodedEvent snapshot)
    {
        ISubscriber[] members;
        lock (_gate)
        {
            _ring.Clear();
            _head = snapshot.Position;
            _sequencer.StartAt(snapshot.Position);
            members = _memberArray ??= [.. _members];
            ReleaseWaiters();
        }

        HandOut(new EncodedBatch([snapshot]), members);
    }

    private void HandOut(EncodedBatch batch, ISubscriber[] members)
    {
        using var span = DeliverySpan.Start(batch, members.Length);
        var written = 0;
        foreach (var member in members)
        {
            try
            {
                if (member.Deliver(batch) && ++written == ObservedTogether)
                {
                    Observe(batch, written);
                    written = 0;
                }
            }
            catch (Exception problem)
            {
                // A subscriber must not throw; if one does, the others are not to suffer.
                Log.SubscriberFailed(_log, problem, Channel);
                Leave(member);
            }
        }

        Observe(batch, written);
        foreach (var item in batch.Events)
        {
            _metrics?.EventsOf(item.Type).Add(members.Length);
        }
    }

    /// <summary>Notes the latency of writes that were made at once; those that waited are noted when they are written.</summary>
    private void Observe(EncodedBatch batch, int written)
    {
        if (_metrics is null || written == 0)
        {
            return;
        }

        var nowUs = (_time.GetUtcNow().Ticks - DateTime.UnixEpoch.Ticks) / 10;
        foreach (var item in batch.Events)
        {
            if (item.AcceptedUs > 0)
            {
                _metrics.EventLatency.Observe(Math.Max(0, nowUs - item.AcceptedUs), written);
            }
        }
    }
}
