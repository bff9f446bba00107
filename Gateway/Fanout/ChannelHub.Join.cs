using Iskra.Channels;

namespace Iskra.Gateway.Fanout;

/// <content>How subscribers come in without a gap and without a repetition.</content>
public sealed partial class ChannelHub
{
    /// <summary>How long a join waits for the hub to reach a position that the log is known to have.</summary>
    public static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The last part of a replay is handed over under the lock; it is never longer than this.</summary>
    public const int MaxTailEvents = 32;

    /// <summary>
    /// Nor is it larger than this, in bytes of frames: whoever has room takes that much at once, also with the smallest outbox.
    /// Larger events are handed over one by one, as there is room.
    /// </summary>
    public const int MaxTailBytes = 32 * 1024;

    /// <summary>Attempts to find a position before a join gives up; more than one is needed only while the log starts over.</summary>
    private const int MaxAttempts = 8;

    private enum Entry
    {
        Entered,
        Replay,
        ReadLog,
        Ahead,
        OtherEpoch,
    }

    /// <summary>Adds a subscriber.</summary>
    /// <param name="subscriber">The subscriber; it gets what is missing, then what happens.</param>
    /// <param name="from">What it has seen; null to start now.</param>
    /// <param name="cancellationToken">Ends the join; the subscriber is then not on the list.</param>
    /// <exception cref="RefusedException">The cluster cannot be reached. Nobody else is disturbed.</exception>
    internal async Task<JoinResult> JoinAsync(ISubscriber subscriber, ChannelPosition? from, CancellationToken cancellationToken)
    {
        if (from is not { } position)
        {
            lock (_gate)
            {
                subscriber.Begin(_head);
                Add(subscriber);
                return new JoinResult(_head, null);
            }
        }

        var join = new Joining(subscriber, position);
        for (var attempt = 0; attempt < MaxAttempts;)
        {
            switch (TryEnter(join))
            {
                case Entry.Entered:
                    return new JoinResult(join.Position, join.Recovered);
                case Entry.Replay:
                    await HandOverAsync(join, join.Tail.AsMemory(0, join.TailLength), cancellationToken);
                    break;
                case Entry.ReadLog:
                    attempt += await ReplayPageAsync(join, cancellationToken) ? 0 : 1;
                    break;
                case Entry.Ahead:
                    attempt++;
                    await LookAheadAsync(join, cancellationToken);
                    break;
                default:
                    attempt++;
                    await ResolveEpochAsync(join, cancellationToken);
                    break;
            }
        }

        throw new RefusedException(ErrorCode.Overloaded, $"The log of '{Channel}' is starting over; subscribe again.", 1);
    }

    private Entry TryEnter(Joining join)
    {
        lock (_gate)
        {
            if (join.Position.Epoch != _head.Epoch)
            {
                return Entry.OtherEpoch;
            }

            if (join.Position.Seq > _head.Seq)
            {
                return Entry.Ahead;
            }

            if (!_ring.Reaches(join.Position.Seq, _head.Seq))
            {
                return Entry.ReadLog;
            }

            join.TailLength = _ring.CopyAfter(join.Position.Seq, join.Tail);
            if (_head.Seq - join.Position.Seq > join.TailLength || join.TailBytes > MaxTailBytes || (join.TailLength > 0 && !join.Subscriber.HasRoom))
            {
                return Entry.Replay;
            }

            // Between this replay and the first live event nothing can fall: both lists change under this lock.
            foreach (var item in join.Tail.AsSpan(0, join.TailLength))
            {
                join.Subscriber.Replay(item);
            }

            join.Position = _head;
            join.Subscriber.Begin(_head);
            Add(join.Subscriber);
            return Entry.Entered;
        }
    }

    /// <summary>Hands events over as the subscriber has room for them, outside the lock: a slow one delays nobody.</summary>
    private static async ValueTask HandOverAsync(Joining join, ReadOnlyMemory<EncodedEvent> events, CancellationToken cancellationToken)
    {
        for (var i = 0; i < events.Length; i++)
        {
            if (!join.Subscriber.HasRoom && !await join.Subscriber.RoomAsync(cancellationToken))
            {
                throw new OperationCanceledException("The subscriber has gone.");
            }

            var item = events.Span[i];
            join.Subscriber.Replay(item);
            join.Position = item.Position;
        }
    }

    private async Task<bool> ReplayPageAsync(Joining join, CancellationToken cancellationToken)
    {
        var page = await _source.ReadAfterAsync(Channel, join.Position, PageSize);
        if (!page.Recovered)
        {
            await ReplaySnapshotAsync(join, cancellationToken);
            return false;
        }

        var events = EventEncoder.Encode(Channel, Kind, page.Epoch, page.Events);
        if (events.Length > 0)
        {
            Keep(events);
        }

        await HandOverAsync(join, events, cancellationToken);
        return events.Length > 0;
    }

    /// <summary>What one subscriber needed from the log, others who come back at the same time need too.</summary>
    private void Keep(EncodedEvent[] events)
    {
        lock (_gate)
        {
            if (events[0].Epoch != _head.Epoch)
            {
                return;
            }

            var until = _ring.Count > 0 ? _ring.Oldest.Seq - 1 : _head.Seq;
            var last = Array.FindLastIndex(events, item => item.Seq == until);
            _ring.Prepend(events.AsSpan(0, last + 1));
        }
    }

    /// <summary>The subscriber has seen more than this gateway: either the gateway is behind, or the position is made up.</summary>
    private async Task LookAheadAsync(Joining join, CancellationToken cancellationToken)
    {
        var head = await _source.HeadAsync(Channel);
        if (head.Epoch == join.Position.Epoch && head.Seq < join.Position.Seq)
        {
            await ReplaySnapshotAsync(join, cancellationToken);
            return;
        }

        await CatchUpAsync(head, cancellationToken);
    }

    /// <summary>The subscriber comes from another life of the log: either this gateway is behind, or that life has ended.</summary>
    private async Task ResolveEpochAsync(Joining join, CancellationToken cancellationToken)
    {
        var head = await _source.HeadAsync(Channel);
        if (head.Epoch != join.Position.Epoch)
        {
            await ReplaySnapshotAsync(join, cancellationToken);
            return;
        }

        await CatchUpAsync(head, cancellationToken);
    }

    private async Task ReplaySnapshotAsync(Joining join, CancellationToken cancellationToken)
    {
        var snapshot = EventEncoder.Encode(Channel, Kind, await _source.SnapshotAsync(Channel));
        await CatchUpAsync(snapshot.Position, cancellationToken);
        await HandOverAsync(join, new[] { snapshot }, cancellationToken);
        join.Recovered = false;
    }

    private async Task CatchUpAsync(ChannelPosition head, CancellationToken cancellationToken)
    {
        try
        {
            await ReachAsync(head, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new RefusedException(ErrorCode.Timeout, $"The log of '{Channel}' could not be read in time; subscribe again.", 1);
        }
    }

    /// <summary>A subscriber on its way in.</summary>
    private sealed class Joining(ISubscriber subscriber, ChannelPosition position)
    {
        public ISubscriber Subscriber { get; } = subscriber;

        public EncodedEvent[] Tail { get; } = new EncodedEvent[MaxTailEvents];

        public int TailLength { get; set; }

        public long TailBytes
        {
            get
            {
                var bytes = 0L;
                foreach (var item in Tail.AsSpan(0, TailLength))
                {
                    bytes += item.Frame.Length;
                }

                return bytes;
            }
        }

        public ChannelPosition Position { get; set; } = position;

        public bool Recovered { get; set; } = true;
    }
}
