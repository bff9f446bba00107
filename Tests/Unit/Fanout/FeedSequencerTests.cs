using System.Collections.Immutable;
using Iskra.Channels;
using Iskra.Gateway.Fanout;

namespace Iskra.Tests.Unit.Fanout;

public sealed class FeedSequencerTests
{
    private readonly FeedSequencer _sequencer = new();
    private readonly List<ChannelEvent> _taken = [];

    public FeedSequencerTests() => _sequencer.StartAt(new ChannelPosition("a", 10));

    [Fact]
    public void The_next_events_are_taken_together()
    {
        _sequencer.Offer(Batch("a", 11, 12));
        _sequencer.Offer(Batch("a", 13));
        Assert.Equal(FeedStep.Deliver, _sequencer.Next(_taken));
        Assert.Equal([11, 12, 13], _taken.Select(static item => item.Seq));
        Assert.Equal(FeedStep.Idle, _sequencer.Next(_taken));
    }

    [Fact]
    public void A_batch_that_overlaps_is_cut()
    {
        _sequencer.Offer(Batch("a", 9, 10, 11));
        Assert.Equal(FeedStep.Deliver, _sequencer.Next(_taken));
        Assert.Equal([11], _taken.Select(static item => item.Seq));
    }

    [Fact]
    public void A_gap_asks_for_the_log()
    {
        _sequencer.Offer(Batch("a", 13));
        Assert.Equal(FeedStep.Fill, _sequencer.Next(_taken));
        _sequencer.Advance(12);
        Assert.Equal(FeedStep.Deliver, _sequencer.Next(_taken));
        Assert.Equal(13, _sequencer.Position.Seq);
    }

    [Fact]
    public void Another_epoch_asks_for_the_head_after_what_came_before_it()
    {
        _sequencer.Offer(Batch("a", 11));
        _sequencer.Offer(Batch("b", 1));
        Assert.Equal(FeedStep.Deliver, _sequencer.Next(_taken));
        Assert.Equal(FeedStep.CheckEpoch, _sequencer.Next(_taken));
        _sequencer.StartAt(new ChannelPosition("b", 0));
        Assert.Equal(FeedStep.Deliver, _sequencer.Next(_taken));
    }

    [Fact]
    public void The_epoch_that_has_ended_is_not_looked_at_again()
    {
        _sequencer.StartAt(new ChannelPosition("b", 0));
        _sequencer.Offer(Batch("a", 11));
        Assert.Equal(0, _sequencer.WaitingEvents);
    }

    [Fact]
    public void What_waits_is_dropped_at_the_bound_and_the_log_is_asked()
    {
        var big = Batch("a", [.. Enumerable.Range(100, FeedSequencer.MaxWaitingEvents).Select(static seq => (long)seq)]);
        _sequencer.Offer(big);
        Assert.Equal(FeedSequencer.MaxWaitingEvents, _sequencer.WaitingEvents);
        _sequencer.Offer(Batch("a", 100 + FeedSequencer.MaxWaitingEvents));
        Assert.Equal(0, _sequencer.WaitingEvents);
        Assert.Equal(FeedStep.Fill, _sequencer.Next(_taken));
    }

    [Fact]
    public void A_batch_that_the_log_does_not_know_is_dropped_after_a_few_looks()
    {
        _sequencer.Offer(Batch("a", 99));
        for (var i = 0; i < FeedSequencer.MaxFruitlessFills; i++)
        {
            Assert.Equal(FeedStep.Fill, _sequencer.Next(_taken));
            _sequencer.NothingMissing();
        }

        Assert.Equal(FeedStep.Idle, _sequencer.Next(_taken));
    }

    [Fact]
    public void A_head_that_is_known_already_expects_nothing()
    {
        Assert.False(_sequencer.Expect(new ChannelPosition("a", 10)));
        Assert.True(_sequencer.Expect(new ChannelPosition("a", 11)));
        Assert.Equal(FeedStep.Fill, _sequencer.Next(_taken));
        _sequencer.Advance(11);
        Assert.Equal(FeedStep.Idle, _sequencer.Next(_taken));
    }

    private static ChannelBatch Batch(string epoch, params long[] seqs) => new(
        epoch,
        seqs.Select(static seq => new ChannelEvent(seq, 0, new EventDraft($"{seq}", "message", 0, "test", "1"u8.ToArray()))).ToImmutableArray());
}
