using Iskra.Channels;
using Iskra.Gateway.Fanout;
using Iskra.Gateway.Observability;

namespace Iskra.Gateway.Sessions;

/// <summary>
/// Everything that goes to one connection. An idle connection is written to at once, with bytes that all sessions share; while
/// a write is under way, what comes waits and is then written together. Whoever delivers never waits for a connection. Bounded:
/// a client that cannot keep up is closed (4003) before it costs the others anything.
/// </summary>
public sealed partial class Outbox
{
    private readonly Lock _gate = new();
    private readonly OutboxQueue _queue;
    private readonly OutboxLimits _limits;
    private readonly IOutboxTransport _transport;
    private readonly RealtimeMetrics? _metrics;
    private readonly TimeProvider _time;
    private ITimer? _batchTimer;
    private TaskCompletionSource<bool>? _room;
    private TaskCompletionSource? _finished;
    private bool _writing;
    private bool _flushDue;
    private bool _closing;
    private bool _closed;
    private bool _overflowed;

    /// <summary>An empty outbox.</summary>
    public Outbox(OutboxLimits limits, IOutboxTransport transport, TimeProvider time, RealtimeMetrics? metrics = null)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _limits = limits;
        _transport = transport;
        _time = time;
        _metrics = metrics;
        _queue = new OutboxQueue(limits.MaxBytes, limits.MaxEntries);
    }

    /// <summary>Whether a replay may go on.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_gate)
            {
                return _closed || _closing || _queue.HasRoom;
            }
        }
    }

    /// <summary>Whether nothing waits and nothing is being written.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return !_writing && _queue.Count == 0;
            }
        }
    }

    /// <summary>
    /// Whether nothing is taken any more. From an overflow on, until the close that follows it, whatever came would come after a
    /// hole, and a mark would confirm what was dropped.
    /// </summary>
    private bool IsShut => _closing || _closed || _overflowed;

    /// <summary>Sends a frame to this session.</summary>
    /// <param name="json">The frame as JSON in UTF-8; it belongs to the outbox from now on.</param>
    public void Send(byte[] json) => Post(OutboxEntry.Reply(json), isBarrier: false);

    /// <summary>Sends a frame that speaks of the positions: it is made where it takes its place among the events.</summary>
    /// <param name="state">What the frame is made of.</param>
    /// <param name="build">Makes the frame; called under the lock of the outbox.</param>
    public void Send<TState>(TState state, Func<TState, byte[]> build)
    {
        lock (_gate)
        {
            if (IsShut)
            {
                return;
            }

            if (!_queue.TryAdd(OutboxEntry.Reply(build(state)), isBarrier: true))
            {
                Overflow();
                return;
            }

            if (!TryStartWriting(isUrgent: true))
            {
                return;
            }
        }

        WriteOn();
    }

    /// <summary>Runs an action under the lock that guards the positions.</summary>
    public T Locked<TState, T>(TState state, Func<TState, T> action)
    {
        lock (_gate)
        {
            return action(state);
        }
    }

    /// <summary>Sends a frame of the transport itself.</summary>
    public void SendControl(byte[] frame) => Post(OutboxEntry.Control(frame), isBarrier: false);

    /// <summary>Sends a last frame after everything that waits; nothing is taken after it.</summary>
    /// <param name="frame">The last frame; null when the transport needs none.</param>
    /// <param name="dropWaiting">Whether what waits is dropped, so that the frame goes out as soon as the write under way is done.</param>
    public void Close(byte[]? frame, bool dropWaiting)
    {
        lock (_gate)
        {
            if (_closing || _closed)
            {
                return;
            }

            if (dropWaiting)
            {
                _queue.Clear();
            }

            _closing = true;
            _batchTimer?.Dispose();
            if (frame is not null && !_queue.TryAdd(OutboxEntry.Control(frame), isBarrier: true))
            {
                _queue.Clear();
                _queue.TryAdd(OutboxEntry.Control(frame), isBarrier: true);
            }

            ReleaseRoom(hasRoom: false);
            if (!TryStartWriting(isUrgent: true))
            {
                return;
            }
        }

        WriteOn();
    }

    /// <summary>The connection is gone: drops everything.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _closed = true;
            _closing = true;
            _queue.Clear();
            _batchTimer?.Dispose();
            ReleaseRoom(hasRoom: false);
            _finished?.TrySetResult();
        }
    }

    /// <summary>Completes when everything up to the last frame has been written, or the connection is gone.</summary>
    public Task FinishedAsync()
    {
        lock (_gate)
        {
            return _closed || (_closing && !_writing && _queue.Count == 0)
                ? Task.CompletedTask
                : (_finished ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    internal bool Deliver(ChannelSubscription subscription, EncodedBatch batch)
    {
        ReadOnlyMemory<byte> shared;
        lock (_gate)
        {
            if (IsShut || !subscription.IsActive)
            {
                return false;
            }

            if (!_writing && _queue.Count == 0 && !_limits.IsBatching && !_markDue && Follows(subscription, batch)
                && !(shared = _transport.Shared(batch)).IsEmpty)
            {
                subscription.Sent = batch.Position;
                _advanced = true;
                _writing = true;
            }
            else if (!Enqueue(subscription, batch) || !TryStartWriting(batch.IsUrgent))
            {
                return false;
            }
            else
            {
                shared = default;
            }
        }

        if (shared.IsEmpty)
        {
            WriteOn();
            return false;
        }

        WriteShared(shared);
        return true;
    }

    internal void Replay(ChannelSubscription subscription, EncodedEvent item)
    {
        lock (_gate)
        {
            if (!IsShut && subscription.IsActive)
            {
                Enqueue(subscription, item);
            }
        }
    }

    internal void Begin(ChannelSubscription subscription, ChannelPosition position)
    {
        lock (_gate)
        {
            subscription.Sent = position;

            // Who starts now has received everything there is to receive up to here.
            subscription.Confirmed ??= position;
            _advanced |= subscription.Confirmed != position;
        }
    }

    internal async ValueTask<bool> RoomAsync(CancellationToken cancellationToken)
    {
        Task<bool> room;
        var write = false;
        lock (_gate)
        {
            if (IsShut || _queue.HasRoom)
            {
                return !IsShut;
            }

            _room ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            room = _room.Task;
            write = TryStartWriting(isUrgent: true);
        }

        if (write)
        {
            WriteOn();
        }

        return await room.WaitAsync(cancellationToken);
    }

    private static bool Follows(ChannelSubscription subscription, EncodedBatch batch)
    {
        var first = batch.Events[0];
        return subscription.Sent is not { } sent || first.IsSnapshot || first.Epoch != sent.Epoch || first.Seq == sent.Seq + 1;
    }

    private void Post(in OutboxEntry entry, bool isBarrier)
    {
        lock (_gate)
        {
            if (IsShut)
            {
                return;
            }

            if (!_queue.TryAdd(entry, isBarrier))
            {
                Overflow();
                return;
            }

            if (!TryStartWriting(isUrgent: true))
            {
                return;
            }
        }

        WriteOn();
    }

    private bool Enqueue(ChannelSubscription subscription, EncodedBatch batch)
    {
        foreach (var item in batch.Events)
        {
            if (!Enqueue(subscription, item))
            {
                return false;
            }
        }

        return true;
    }

    private bool Enqueue(ChannelSubscription subscription, EncodedEvent item)
    {
        if (subscription.Sent is { } sent && sent.Epoch == item.Epoch && item.Seq <= sent.Seq && !item.IsSnapshot)
        {
            return true;
        }

        if (!_queue.TryAdd(item, subscription))
        {
            Overflow();
            return false;
        }

        subscription.Sent = item.Position;
        _advanced = true;
        return true;
    }

    private void Overflow()
    {
        if (_overflowed)
        {
            return;
        }

        _overflowed = true;
        _queue.Clear();
        ReleaseRoom(hasRoom: false);
        _transport.Overflowed();
    }

    private void ReleaseRoom(bool hasRoom)
    {
        _room?.TrySetResult(hasRoom);
        _room = null;
    }
}
