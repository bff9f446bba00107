using System.Text;
using Iskra.Channels;
using Iskra.Gateway.Fanout;
using Iskra.Gateway.Sessions;

namespace Iskra.Tests.Unit.Sessions;

public sealed class OutboxTests
{
    private readonly ManualTime _time = new();
    private readonly FakeTransport _transport = new();

    [Fact]
    public void An_idle_connection_is_written_to_at_once()
    {
        var (_, subscription) = Create();
        Assert.True(subscription.Deliver(Batch(1)));
        Assert.Equal(["log/x 1\n"], _transport.Writes);
    }

    [Fact]
    public void What_comes_while_a_write_is_under_way_is_joined_into_the_next()
    {
        var (_, subscription) = Create();
        _transport.Block();
        subscription.Deliver(Batch(1));
        subscription.Deliver(Batch(2));
        subscription.Deliver(Batch(3, 4));
        Assert.Single(_transport.Writes);
        _transport.Unblock();
        Assert.Equal(["log/x 1\n", "log/x 2\nlog/x 3\nlog/x 4\n"], _transport.Writes);
    }

    [Fact]
    public void Replies_and_events_keep_their_order()
    {
        var (outbox, subscription) = Create();
        _transport.Block();
        subscription.Deliver(Batch(1));
        outbox.Send(Encoding.UTF8.GetBytes("reply"));
        subscription.Deliver(Batch(2));
        _transport.Unblock();
        Assert.Equal(["log/x 1", "reply", "log/x 2"], _transport.Lines);
    }

    [Fact]
    public void An_event_is_not_delivered_twice()
    {
        var (_, subscription) = Create();
        subscription.Deliver(Batch(1, 2));
        subscription.Deliver(Batch(2, 3));
        Assert.Equal(["log/x 1", "log/x 2", "log/x 3"], _transport.Lines);
    }

    [Fact]
    public void Nothing_is_delivered_after_the_channel_was_left()
    {
        var (_, subscription) = Create();
        subscription.IsActive = false;
        subscription.Deliver(Batch(1));
        Assert.Empty(_transport.Writes);
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(11, true)]
    public void The_number_of_frames_that_wait_is_bounded(int count, bool isOverflowed)
    {
        var (_, subscription) = Create(maxEntries: 10);
        _transport.Block();
        subscription.Deliver(Batch(1));
        for (var seq = 2; seq < 2 + count; seq++)
        {
            subscription.Deliver(Batch(seq));
        }

        Assert.Equal(isOverflowed, _transport.IsOverflowed);
    }

    [Fact]
    public void A_write_that_fails_after_the_connection_has_gone_is_nobodys_concern()
    {
        var (outbox, subscription) = Create();
        _transport.Block();
        subscription.Deliver(Batch(1));
        outbox.Abandon();
        _transport.Break();
        Assert.Null(_transport.Failure);
    }

    [Fact]
    public void After_an_overflow_nothing_is_sent_or_marked_but_the_close()
    {
        var (outbox, subscription) = Create(maxEntries: 10);
        var marks = 0;
        outbox.OnMark = () => marks++;
        _transport.Block();
        for (var seq = 1; seq <= 12; seq++)
        {
            subscription.Deliver(Batch(seq));
        }

        // The close follows on another thread; until then the write under way may end and more may come.
        Assert.True(_transport.IsOverflowed);
        _time.Advance(TimeSpan.FromSeconds(5));
        outbox.Tick(TimeSpan.FromSeconds(1));
        _transport.Unblock();
        subscription.Deliver(Batch(13));
        outbox.Send("reply"u8.ToArray());
        outbox.Tick(TimeSpan.FromSeconds(1));
        outbox.Tick(TimeSpan.FromSeconds(1));
        outbox.Close("close"u8.ToArray(), dropWaiting: true);
        Assert.Equal(["log/x 1", "close"], _transport.Lines);
        Assert.Equal(0, marks);
    }

    [Fact]
    public void The_bytes_that_wait_are_bounded_but_a_single_large_frame_passes()
    {
        var length = Batch(1).Frames.Length;
        var (_, subscription) = Create(maxBytes: length * 3);
        _transport.Block();
        for (var seq = 1; seq <= 4; seq++)
        {
            subscription.Deliver(Batch(seq));
        }

        Assert.False(_transport.IsOverflowed);
        subscription.Deliver(Batch(5));
        Assert.True(_transport.IsOverflowed);

        var (outbox, _) = Create(maxBytes: 10);
        outbox.Send(new byte[1_000]);
        Assert.Equal(1_000, _transport.Writes[^1].Length - 1);
    }

    [Fact]
    public void A_newer_value_takes_the_place_of_the_one_that_waits_and_nothing_is_reordered()
    {
        var (outbox, log) = Create();
        var state = Subscribe(outbox, "clarity");
        _transport.Block();
        state.Deliver(Batch("clarity", 1));
        for (var seq = 1; seq <= OutboxLimits.ConflateAfter; seq++)
        {
            log.Deliver(Batch(seq));
        }

        state.Deliver(Batch("clarity", 2));
        log.Deliver(Batch(OutboxLimits.ConflateAfter + 1));
        state.Deliver(Batch("clarity", 3));
        state.Deliver(Batch("clarity", 4));
        _transport.Unblock();
        var lines = _transport.Lines.ToList();
        Assert.Equal(["clarity 1", "clarity 4"], lines.Where(static line => line.StartsWith("clarity", StringComparison.Ordinal)));
        Assert.Equal(OutboxLimits.ConflateAfter + 1, lines.Count(static line => line.StartsWith("log/x", StringComparison.Ordinal)));
        Assert.Equal(4, state.Sent!.Value.Seq);
    }

    [Fact]
    public void Up_to_the_bound_every_value_is_kept()
    {
        var (outbox, _) = Create();
        var state = Subscribe(outbox, "clarity");
        _transport.Block();
        for (var seq = 1; seq <= OutboxLimits.ConflateAfter + 1; seq++)
        {
            state.Deliver(Batch("clarity", seq));
        }

        _transport.Unblock();
        Assert.Equal(OutboxLimits.ConflateAfter + 1, _transport.Lines.Count());
    }

    [Fact]
    public void No_value_moves_past_a_reply_that_speaks_of_positions()
    {
        var (outbox, _) = Create();
        var state = Subscribe(outbox, "clarity");
        _transport.Block();
        for (var seq = 1; seq <= 100; seq++)
        {
            state.Deliver(Batch("clarity", seq));
        }

        outbox.Send(state, static item => Encoding.UTF8.GetBytes($"position {item.Sent!.Value.Seq}"));
        state.Deliver(Batch("clarity", 101));
        _transport.Unblock();
        Assert.Equal(["clarity 100", "position 100", "clarity 101"], _transport.Lines.TakeLast(3));
    }

    [Fact]
    public void A_last_frame_goes_out_behind_what_waits_and_nothing_after_it()
    {
        var (outbox, subscription) = Create();
        _transport.Block();
        subscription.Deliver(Batch(1));
        subscription.Deliver(Batch(2));
        outbox.Close("bye"u8.ToArray(), dropWaiting: false);
        var finished = outbox.FinishedAsync();
        subscription.Deliver(Batch(3));
        Assert.False(finished.IsCompleted);
        _transport.Unblock();
        Assert.Equal(["log/x 1", "log/x 2", "bye"], _transport.Lines);
        Assert.True(outbox.FinishedAsync().IsCompleted);
    }

    [Fact]
    public void A_slow_client_is_closed_without_what_waits()
    {
        var (outbox, subscription) = Create();
        _transport.Block();
        subscription.Deliver(Batch(1));
        subscription.Deliver(Batch(2));
        outbox.Close("slow"u8.ToArray(), dropWaiting: true);
        _transport.Unblock();
        Assert.Equal(["log/x 1", "slow"], _transport.Lines);
    }

    [Fact]
    public void A_write_that_does_not_end_is_noticed()
    {
        var (outbox, subscription) = Create();
        _transport.Block();
        subscription.Deliver(Batch(1));
        _time.Advance(TimeSpan.FromMilliseconds(9_999));
        Assert.False(outbox.IsStalled(TimeSpan.FromSeconds(10)));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(outbox.IsStalled(TimeSpan.FromSeconds(10)));
        _transport.Unblock();
        Assert.False(outbox.IsStalled(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void A_write_that_fails_ends_the_outbox()
    {
        var (outbox, subscription) = Create();
        _transport.Block();
        subscription.Deliver(Batch(1));
        _transport.Break();
        subscription.Deliver(Batch(2));
        Assert.IsType<IOException>(_transport.Failure);
        Assert.Single(_transport.Writes);
        Assert.True(outbox.FinishedAsync().IsCompleted);
    }

    [Fact]
    public async Task A_replay_waits_until_three_quarters_are_free()
    {
        var (outbox, subscription) = Create(maxEntries: 40);
        _transport.Block();
        subscription.Deliver(Batch(1));
        for (var seq = 2; seq < 12; seq++)
        {
            subscription.Deliver(Batch(seq));
        }

        Assert.False(outbox.HasRoom);
        var room = subscription.RoomAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(room.IsCompleted);
        _transport.Unblock();
        Assert.True(await room.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_replay_that_waits_is_told_when_the_connection_goes()
    {
        var (outbox, subscription) = Create(maxEntries: 4);
        _transport.Block();
        subscription.Deliver(Batch(1));
        subscription.Deliver(Batch(2));
        var room = subscription.RoomAsync(TestContext.Current.CancellationToken).AsTask();
        outbox.Abandon();
        Assert.False(await room.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_mark_goes_behind_the_events_in_the_same_write()
    {
        var (outbox, subscription) = Create();
        _time.Advance(TimeSpan.FromSeconds(1));
        outbox.Tick(TimeSpan.FromSeconds(1));
        subscription.Deliver(Batch(1));
        Assert.Equal(["log/x 1\nmark 1\n"], _transport.Writes);
        subscription.Deliver(Batch(2));
        Assert.Equal("log/x 2\n", _transport.Writes[^1]);
    }

    [Fact]
    public void A_mark_is_written_by_itself_when_nothing_else_is()
    {
        var (outbox, subscription) = Create();
        subscription.Deliver(Batch(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        outbox.Tick(TimeSpan.FromSeconds(1));
        Assert.Single(_transport.Writes);
        outbox.Tick(TimeSpan.FromSeconds(1));
        Assert.Equal("mark 1\n", _transport.Writes[^1]);
        Assert.False(outbox.TryConfirm(2, static () => { }, out _));
        _time.Advance(TimeSpan.FromMilliseconds(30));
        Assert.True(outbox.TryConfirm(1, static () => { }, out var roundTrip));
        Assert.Equal(30, roundTrip.TotalMilliseconds);
        Assert.False(outbox.TryConfirm(1, static () => { }, out _));
    }

    [Fact]
    public void Nothing_is_marked_while_nothing_has_moved_or_a_mark_is_under_way()
    {
        var (outbox, subscription) = Create();
        for (var i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            outbox.Tick(TimeSpan.FromSeconds(1));
        }

        Assert.Empty(_transport.Writes);
        subscription.Deliver(Batch(1));
        subscription.Deliver(Batch(2));
        for (var i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            outbox.Tick(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, _transport.LastMark);
    }

    [Fact]
    public void Batches_are_flushed_after_their_delay_or_at_fifty_messages()
    {
        var (_, subscription) = Create(isBatching: true);
        subscription.Deliver(Batch(1));
        _time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Empty(_transport.Writes);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Single(_transport.Writes);
        for (var seq = 2; seq < 2 + OutboxLimits.MaxBatchMessages; seq++)
        {
            Assert.Single(_transport.Writes);
            subscription.Deliver(Batch(seq));
        }

        Assert.Equal(2, _transport.Writes.Count);
    }

    [Fact]
    public void Replies_and_urgent_alerts_flush_what_is_held_back_and_stay_in_order()
    {
        var (outbox, subscription) = Create(isBatching: true);
        subscription.Deliver(Batch(1));
        outbox.Send("reply"u8.ToArray());
        Assert.Equal(["log/x 1", "reply"], _transport.Lines);
        subscription.Deliver(Batch(2));
        var alert = Encode("log/x", 3, "alert_created", """{"priority":"P0"}""");
        subscription.Deliver(new EncodedBatch([alert]));
        Assert.Equal(["log/x 1", "reply", "log/x 2", "log/x 3"], _transport.Lines);
    }

    [Fact]
    public void Delivering_to_an_idle_connection_allocates_nothing()
    {
        var outbox = new Outbox(new OutboxLimits(1 << 20, 8_192, false, OutboxLimits.DefaultBatchDelay), new SilentTransport(), _time);
        var subscription = Subscribe(outbox, "log/x");
        var batches = Enumerable.Range(1, 200).Select(static seq => Batch(seq)).ToArray();
        foreach (var batch in batches.AsSpan(0, 100))
        {
            subscription.Deliver(batch);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var batch in batches.AsSpan(100))
        {
            subscription.Deliver(batch);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static EncodedBatch Batch(params int[] seqs) => Batch("log/x", seqs);

    private static EncodedBatch Batch(string channel, params int[] seqs) => new([.. seqs.Select(seq => Encode(channel, seq, "message", "1"))]);

    private static EncodedEvent Encode(string channel, long seq, string type, string data) => EventEncoder.Encode(
        channel, ChannelName.KindOf(channel), "a", new ChannelEvent(seq, 0, new EventDraft($"{seq}", type, 0, "test", Encoding.UTF8.GetBytes(data))));

    private static ChannelSubscription Subscribe(Outbox outbox, string channel)
    {
        var subscription = new ChannelSubscription(outbox, channel, null, isDefault: false);
        subscription.Begin(new ChannelPosition("a", 0));
        return subscription;
    }

    private (Outbox Outbox, ChannelSubscription Subscription) Create(int maxBytes = 1 << 20, int maxEntries = 8_192, bool isBatching = false)
    {
        var outbox = new Outbox(new OutboxLimits(maxBytes, maxEntries, isBatching, OutboxLimits.DefaultBatchDelay), _transport, _time);
        return (outbox, Subscribe(outbox, "log/x"));
    }

    private sealed class SilentTransport : IOutboxTransport
    {
        public ReadOnlyMemory<byte> Shared(EncodedBatch batch) => batch.Frames;

        public void Render(ReadOnlySpan<OutboxEntry> entries, System.Buffers.IBufferWriter<byte> output)
        {
        }

        public byte[]? CreateMark(long number) => null;

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => ValueTask.CompletedTask;

        public void Overflowed()
        {
        }

        public void Failed(Exception problem)
        {
        }
    }
}
