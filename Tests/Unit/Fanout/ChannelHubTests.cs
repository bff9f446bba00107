using Iskra.Channels;
using Iskra.Gateway.Fanout;
using Microsoft.Extensions.Logging.Abstractions;

namespace Iskra.Tests.Unit.Fanout;

public sealed class ChannelHubTests : IAsyncDisposable
{
    private const string Channel = "log/test";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ManualTime _time = new();
    private readonly FakeChannelSource _source = new();
    private readonly ChannelHubs _hubs;

    public ChannelHubTests() => _hubs = new ChannelHubs(_source, _time, NullLogger<ChannelHub>.Instance);

    public ValueTask DisposeAsync() => _hubs.DisposeAsync();

    [Fact]
    public async Task A_subscriber_without_a_position_starts_with_the_next_event()
    {
        _source.Append(3);
        var subscriber = new RecordingSubscriber();
        var result = await JoinAsync(subscriber, null);
        _source.Publish(2);
        Assert.Equal(new JoinResult(new ChannelPosition("epoch-1", 3), null), result);
        Assert.Equal([4, 5], subscriber.Seqs);
        Assert.Empty(subscriber.Faults);
    }

    [Fact]
    public async Task A_subscriber_with_a_position_gets_exactly_what_is_missing()
    {
        _source.Append(1_500);
        var subscriber = new RecordingSubscriber(new ChannelPosition("epoch-1", 3));
        var result = await JoinAsync(subscriber);
        _source.Publish();
        Assert.Equal(new JoinResult(new ChannelPosition("epoch-1", 1_500), true), result);
        Assert.Equal(Enumerable.Range(4, 1_498).Select(static seq => (long)seq), subscriber.Seqs);
        Assert.Empty(subscriber.Faults);
    }

    [Fact]
    public async Task Doubled_and_late_batches_are_delivered_once()
    {
        var subscriber = new RecordingSubscriber();
        await JoinAsync(subscriber, null);
        var first = _source.Append(2);
        var second = _source.Append(2);
        _source.Send(first);
        _source.Send(first);
        _source.Send(second);
        _source.Send(first);
        _source.Send(new ChannelBatch("epoch-1", [.. first.Events, .. second.Events]));
        Assert.Equal([1, 2, 3, 4], subscriber.Seqs);
    }

    [Fact]
    public async Task A_gap_is_filled_from_the_log_before_anything_later_is_delivered()
    {
        var subscriber = new RecordingSubscriber();
        await JoinAsync(subscriber, null);
        var read = new TaskCompletionSource();
        _source.Before = name => name == "read" ? read.Task : Task.CompletedTask;
        _source.Append(2);
        _source.Publish(1);
        _source.Publish(1);
        Assert.Empty(subscriber.Seqs);
        read.SetResult();
        await Eventually.TrueAsync(() => subscriber.Events.Count == 4, "the gap is filled");
        Assert.Equal([1, 2, 3, 4], subscriber.Seqs);
        Assert.Empty(subscriber.Faults);
    }

    [Fact]
    public async Task What_waits_for_a_gap_is_bounded_and_then_read_again()
    {
        var subscriber = new RecordingSubscriber();
        await JoinAsync(subscriber, null);
        var read = new TaskCompletionSource();
        _source.Before = name => name == "read" ? read.Task : Task.CompletedTask;
        _source.Append(1);
        for (var i = 0; i < 2 * FeedSequencer.MaxWaitingEvents / 500; i++)
        {
            _source.Publish(500);
        }

        read.SetResult();
        await Eventually.TrueAsync(() => subscriber.Position == _source.Position, "everything has come");
        Assert.Empty(subscriber.Faults);
    }

    [Fact]
    public async Task A_read_that_fails_is_tried_again_and_nothing_is_skipped()
    {
        var subscriber = new RecordingSubscriber();
        await JoinAsync(subscriber, null);
        var failures = 3;
        _source.Before = name => name == "read" && failures-- > 0 ? throw new RefusedException(ErrorCode.Timeout, "away") : Task.CompletedTask;
        _source.Append(2);
        _source.Publish(1);
        Assert.Empty(subscriber.Seqs);
        await AdvanceUntilAsync(() => subscriber.Events.Count == 3);
        Assert.Equal([1, 2, 3], subscriber.Seqs);
    }

    [Fact]
    public async Task What_the_stream_never_brought_is_found_by_the_renewal()
    {
        var subscriber = new RecordingSubscriber();
        await JoinAsync(subscriber, null);
        _source.Append(5);
        await AdvanceUntilAsync(() => subscriber.Events.Count == 5);
        Assert.True(_time.Elapsed <= ChannelInterest.Renewal + ChannelHub.DeliveryGrace + TimeSpan.FromSeconds(1));
        Assert.Equal([1, 2, 3, 4, 5], subscriber.Seqs);
    }

    [Fact]
    public async Task A_renewal_that_fails_is_tried_once_sooner_and_then_at_the_usual_pace()
    {
        await JoinAsync(new RecordingSubscriber(), null);
        _source.Before = static name => name == "attach" ? throw new RefusedException(ErrorCode.Overloaded, "away") : Task.CompletedTask;
        _source.Calls.Clear();
        var seconds = Enumerable.Range(1, 11).Where(_ =>
        {
            var before = _source.Calls.Count;
            _time.Advance(TimeSpan.FromSeconds(1));
            return _source.Calls.Count > before;
        }).ToArray();
        Assert.Equal([3, 4, 7, 8, 11], seconds);
    }

    [Fact]
    public async Task A_stream_that_stays_silent_is_subscribed_again()
    {
        var subscriber = new RecordingSubscriber();
        await JoinAsync(subscriber, null);
        for (var round = 1; round <= 2; round++)
        {
            _source.Append();
            await AdvanceUntilAsync(() => subscriber.Events.Count == round);
        }

        await Eventually.TrueAsync(() => _source.Calls.Count(static name => name == "subscribe") == 2, "the stream is subscribed again");
        await Eventually.TrueAsync(() => _source.StreamSubscriptions == 1, "the silent subscription has ended");
    }

    [Fact]
    public async Task A_log_that_starts_over_gives_everybody_a_snapshot_and_goes_on()
    {
        var subscriber = new RecordingSubscriber();
        await JoinAsync(subscriber, null);
        _source.Publish(2);
        _source.StartOver("epoch-2");
        _source.Publish(3);
        _source.Publish(1);
        Assert.Equal(1, subscriber.Snapshots);
        Assert.Equal(new ChannelPosition("epoch-2", 4), subscriber.Position);
        Assert.Empty(subscriber.Faults);
    }

    [Fact]
    public async Task A_late_batch_of_the_epoch_before_changes_nothing()
    {
        var subscriber = new RecordingSubscriber();
        await JoinAsync(subscriber, null);
        var late = _source.Append(2);
        _source.StartOver("epoch-2");
        _source.Publish(1);
        _source.Send(late);
        _source.Publish(1);
        Assert.Equal(1, subscriber.Snapshots);
        Assert.Equal(new ChannelPosition("epoch-2", 2), subscriber.Position);
        Assert.Empty(subscriber.Faults);
    }

    [Fact]
    public async Task A_position_of_another_epoch_is_answered_with_a_snapshot()
    {
        _source.Append(7);
        var subscriber = new RecordingSubscriber(new ChannelPosition("epoch-0", 3));
        var result = await JoinAsync(subscriber);
        Assert.Equal(new JoinResult(new ChannelPosition("epoch-1", 7), false), result);
        Assert.Equal(1, subscriber.Snapshots);
    }

    [Fact]
    public async Task A_position_that_is_no_longer_kept_is_answered_with_a_snapshot()
    {
        _source.Append(7);
        _source.KeepAfter(5);
        var subscriber = new RecordingSubscriber(new ChannelPosition("epoch-1", 4));
        var result = await JoinAsync(subscriber);
        Assert.False(result.Recovered);
        _source.Publish();
        Assert.Equal(new ChannelPosition("epoch-1", 8), subscriber.Position);
        Assert.Empty(subscriber.Faults);
    }

    [Fact]
    public async Task A_position_at_the_edge_of_what_is_kept_is_recovered()
    {
        _source.Append(7);
        _source.KeepAfter(5);
        var subscriber = new RecordingSubscriber(new ChannelPosition("epoch-1", 5));
        Assert.True((await JoinAsync(subscriber)).Recovered);
        Assert.Equal([6, 7], subscriber.Seqs);
    }

    [Fact]
    public async Task A_gateway_that_is_behind_catches_up_before_it_lets_a_subscriber_in()
    {
        var early = new RecordingSubscriber();
        await JoinAsync(early, null);
        _source.Append(9);
        var subscriber = new RecordingSubscriber(new ChannelPosition("epoch-1", 8));
        var result = await JoinAsync(subscriber);
        Assert.True(result.Recovered);
        Assert.Equal([9], subscriber.Seqs);
        Assert.Equal(9, early.Events.Count);
    }

    [Fact]
    public async Task A_position_beyond_the_log_is_answered_with_a_snapshot()
    {
        _source.Append(9);
        var subscriber = new RecordingSubscriber(new ChannelPosition("epoch-1", 10));
        var result = await JoinAsync(subscriber);
        Assert.Equal(new JoinResult(new ChannelPosition("epoch-1", 9), false), result);
    }

    [Fact]
    public async Task A_replay_waits_for_room_and_nothing_that_happens_meanwhile_is_lost()
    {
        _source.Append(300);
        var subscriber = new RecordingSubscriber(new ChannelPosition("epoch-1", 0)) { HasRoom = false };
        var join = JoinAsync(subscriber);
        _source.Publish(50);
        Assert.False(join.IsCompleted);
        Assert.Empty(subscriber.Events);
        subscriber.MakeRoom();
        await join.WaitAsync(Patience);
        Assert.Equal(350, subscriber.Events.Count);
        Assert.Empty(subscriber.Faults);
    }

    [Fact]
    public async Task A_subscriber_that_goes_while_it_waits_for_room_is_not_added()
    {
        _source.Append(300);
        var subscriber = new RecordingSubscriber(new ChannelPosition("epoch-1", 0)) { HasRoom = false };
        var join = JoinAsync(subscriber);
        await Eventually.TrueAsync(() => subscriber.IsWaiting, "the replay waits");
        subscriber.MakeRoom(isThere: false);
        subscriber.HasRoom = false;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => join.WaitAsync(Patience));
        Assert.True(_hubs.TryGet(Channel, out var hub));
        Assert.Equal(0, hub.Members);
    }

    [Fact]
    public async Task Those_who_come_back_together_share_what_was_read_from_the_log()
    {
        _source.Append(500);
        for (var i = 0; i < 100; i++)
        {
            var subscriber = new RecordingSubscriber(new ChannelPosition("epoch-1", 400));
            await JoinAsync(subscriber);
            Assert.Equal(100, subscriber.Events.Count);
        }

        Assert.Single(_source.Calls, static name => name == "read");
        Assert.Single(_source.Calls, static name => name == "subscribe");
    }

    [Fact]
    public async Task A_channel_that_cannot_be_reached_refuses_and_the_next_attempt_starts_afresh()
    {
        _source.Before = static name => name == "attach" ? throw new RefusedException(ErrorCode.Timeout, "away") : Task.CompletedTask;
        var refused = await Assert.ThrowsAsync<RefusedException>(() => JoinAsync(new RecordingSubscriber(), null));
        Assert.Equal(ErrorCode.Timeout, refused.Code);
        Assert.Equal(0, _hubs.Count);
        _source.Before = static _ => Task.CompletedTask;
        var subscriber = new RecordingSubscriber();
        await JoinAsync(subscriber, null);
        _source.Publish();
        Assert.Single(subscriber.Events);
    }

    [Fact]
    public async Task A_hub_without_subscribers_lingers_for_thirty_seconds_and_then_lets_go()
    {
        var subscriber = new RecordingSubscriber();
        await JoinAsync(subscriber, null);
        _hubs.Leave(Channel, subscriber);
        _time.Advance(ChannelHub.Linger - TimeSpan.FromSeconds(1));
        Assert.Equal(1, _hubs.Count);
        _time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(() => _hubs.Count == 0 && _source.Calls.Contains("detach"), "the hub has ended");
        Assert.Equal(0, _source.StreamSubscriptions);
    }

    [Fact]
    public async Task Interest_is_renewed_within_the_lease()
    {
        await JoinAsync(new RecordingSubscriber(), null);
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.InRange(_source.Calls.Count(static name => name == "attach"), 8, 12);
    }

    [Fact]
    public async Task A_channel_that_moves_is_attached_again_at_once_while_somebody_listens()
    {
        var subscriber = new RecordingSubscriber();
        await JoinAsync(subscriber, null);
        await _source.MoveAsync();
        Assert.Equal(2, _source.Calls.Count(static name => name == "attach"));

        _hubs.Leave(Channel, subscriber);
        await _source.MoveAsync();
        Assert.Equal(2, _source.Calls.Count(static name => name == "attach"));
    }

    [Fact]
    public async Task Who_has_left_gets_nothing_and_the_others_everything()
    {
        var subscribers = Enumerable.Range(0, 5).Select(static _ => new RecordingSubscriber()).ToArray();
        foreach (var subscriber in subscribers)
        {
            await JoinAsync(subscriber, null);
        }

        _hubs.Leave(Channel, subscribers[1]);
        _hubs.Leave(Channel, subscribers[1]);
        _source.Publish();
        Assert.Equal([1, 0, 1, 1, 1], subscribers.Select(static subscriber => subscriber.Events.Count));
    }

    [Fact]
    public async Task Delivering_to_a_thousand_subscribers_allocates_nothing_for_each()
    {
        for (var i = 0; i < 1_000; i++)
        {
            await JoinAsync(new CountingSubscriber(), null);
        }

        _source.Publish();
        var batch = _source.Append();
        var before = GC.GetAllocatedBytesForCurrentThread();
        _source.Send(batch);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000);
    }

    private Task<JoinResult> JoinAsync(RecordingSubscriber subscriber) => JoinAsync(subscriber, subscriber.Position);

    private Task<JoinResult> JoinAsync(ISubscriber subscriber, ChannelPosition? from) =>
        _hubs.JoinAsync(Channel, subscriber, from, TestContext.Current.CancellationToken);

    private Task AdvanceUntilAsync(Func<bool> condition) => Eventually.TrueAsync(
        () =>
        {
            if (condition())
            {
                return true;
            }

            _time.Advance(TimeSpan.FromMilliseconds(250));
            return false;
        },
        "time brings it about");

    private sealed class CountingSubscriber : ISubscriber
    {
        private int _count;

        public int Slot { get; set; } = -1;

        public bool HasRoom => true;

        public bool Deliver(EncodedBatch batch) => ++_count > 0;

        public void Replay(EncodedEvent item)
        {
        }

        public void Begin(ChannelPosition position)
        {
        }

        public ValueTask<bool> RoomAsync(CancellationToken cancellationToken) => new(true);
    }
}
