using System.Collections.Immutable;
using Iskra.Channels;
using Microsoft.Extensions.Logging.Abstractions;

namespace Iskra.Tests.Unit.Channels;

public sealed class GatewayDeliveryTests
{
    private static readonly ChannelRetention Short = new(3, TimeSpan.Zero, 3, long.MaxValue);

    private readonly SettableTime _time = new();
    private readonly HeldReceiver _receiver = new();
    private readonly ChannelTail _tail = new("now", 1, ChannelRetention.Live);
    private readonly GatewayDelivery _delivery;

    public GatewayDeliveryTests() => _delivery = new GatewayDelivery("room/a", "g", _receiver, _time, NullLogger.Instance);

    [Fact]
    public void Events_that_come_while_a_batch_is_under_way_go_into_the_next_up_to_500()
    {
        Send(1);
        Send(GatewayDelivery.MaxBatchEvents);
        Send(1);
        Assert.Single(_receiver.Batches);

        _receiver.Answer();
        _receiver.Answer();
        Assert.Equal([1, GatewayDelivery.MaxBatchEvents, 1], _receiver.Batches.Select(batch => batch.Events.Length));
        Assert.Equal(Enumerable.Range(1, GatewayDelivery.MaxBatchEvents + 2).Select(seq => (long)seq), _receiver.Seqs);
        Assert.All(_receiver.Batches, batch => Assert.Equal("now", batch.Epoch));
    }

    [Fact]
    public void A_batch_holds_at_most_1_MiB_and_one_event_all_the_same()
    {
        Send(1);
        SendSized((int)GatewayDelivery.MaxBatchBytes / 2);
        SendSized((int)GatewayDelivery.MaxBatchBytes / 2);
        SendSized(1);
        SendSized((int)GatewayDelivery.MaxBatchBytes + 1);
        for (var batch = 0; batch < 4; batch++) _receiver.Answer();

        Assert.Equal([1, 2, 1, 1], _receiver.Batches.Select(batch => batch.Events.Length));
    }

    [Fact]
    public void What_has_left_the_ring_while_a_gateway_did_not_answer_is_left_for_it_to_fetch()
    {
        var tail = new ChannelTail("now", 1, Short);
        Send(1, tail);
        Send(1, tail);
        Send(4, tail);
        Assert.Equal([1L], _receiver.Seqs);

        _receiver.Answer();
        Assert.Equal([1L, 4L, 5L, 6L], _receiver.Seqs);
    }

    [Fact]
    public void A_batch_that_fails_is_given_up_with_what_waited_behind_it()
    {
        Send(1);
        Send(1);
        _receiver.Fail();
        Assert.Equal([1L], _receiver.Seqs);

        Send(1);
        Assert.Equal([1L, 3L], _receiver.Seqs);
    }

    [Fact]
    public void A_batch_without_an_answer_for_a_second_is_stuck()
    {
        Assert.False(_delivery.IsStuck(Now()));
        Send(1);
        _time.Advance(GatewayDelivery.AnswerTimeout - TimeSpan.FromMicroseconds(1));
        Assert.False(_delivery.IsStuck(Now()));
        _time.Advance(TimeSpan.FromMicroseconds(1));
        Assert.True(_delivery.IsStuck(Now()));
        _receiver.Answer();
        Assert.False(_delivery.IsStuck(Now()));
    }

    [Fact]
    public void A_delivery_that_has_ended_sends_nothing_more()
    {
        Send(1);
        Send(1);
        _delivery.End();
        _receiver.Answer();
        Assert.Equal([1L], _receiver.Seqs);
    }

    [Fact]
    public async Task A_channel_that_leaves_sends_what_waits_and_says_so()
    {
        Send(1);
        Send(1);
        var leaving = _delivery.LeaveAsync();
        _receiver.Answer();
        Assert.Equal(0, _receiver.Moves);
        _receiver.Answer();
        await leaving;
        Assert.Equal([1L, 2L], _receiver.Seqs);
        Assert.Equal(1, _receiver.Moves);
    }

    private long Now() => (_time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private void Send(int count, ChannelTail? tail = null) => Send(Drafts.Many($"{Guid.NewGuid():n}-", count), tail ?? _tail);

    private void SendSized(int bytes) => Send([Drafts.Sized(Guid.NewGuid().ToString("n"), bytes)], _tail);

    private void Send(ImmutableArray<EventDraft> drafts, ChannelTail tail)
    {
        var afterSeq = tail.Head.Seq;
        var numbering = tail.Number();
        numbering.Add(drafts, 0);
        tail.Commit(numbering.Build(), 0);
        _delivery.Send(tail, afterSeq);
    }
}
