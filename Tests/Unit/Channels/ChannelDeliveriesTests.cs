using Iskra.Channels;
using Microsoft.Extensions.Logging.Abstractions;

namespace Iskra.Tests.Unit.Channels;

public sealed class ChannelDeliveriesTests
{
    private readonly SettableTime _time = new();
    private readonly GatewayLeases _leases = new();
    private readonly ChannelTail _tail = new("now", 1, ChannelRetention.Live);
    private readonly ChannelDeliveries _deliveries;

    public ChannelDeliveriesTests() => _deliveries = new ChannelDeliveries("room/a", _leases, _time, NullLogger.Instance);

    [Fact]
    public void A_gateway_that_attaches_gets_what_comes_from_now_on()
    {
        Append();
        var receiver = Attach("g");
        Append();
        Assert.Equal([2L], receiver.Seqs);
    }

    [Fact]
    public void A_gateway_whose_lease_has_run_out_is_sent_nothing_and_forgotten()
    {
        var late = Attach("late");
        _time.Advance(TimeSpan.FromSeconds(1));
        var well = Attach("well");
        _time.Advance(ChannelInterest.Lease - TimeSpan.FromSeconds(1));
        Append();

        Assert.Empty(late.Seqs);
        Assert.Equal([1L], well.Seqs);
        Assert.Equal(1, _deliveries.Count);
    }

    [Fact]
    public void A_gateway_that_attaches_again_with_the_same_receiver_goes_on_as_it_was()
    {
        var receiver = Attach("g");
        Append();
        Attach("g", receiver);
        Append();
        Assert.Equal([1L], receiver.Seqs);
        receiver.Answer();
        Assert.Equal([1L, 2L], receiver.Seqs);
    }

    [Fact]
    public void A_gateway_that_does_not_answer_has_one_more_batch_under_way_for_each_renewal()
    {
        var receiver = Attach("g");
        for (var renewal = 1; renewal <= 4; renewal++)
        {
            Append();
            Append();
            Assert.Equal(renewal, receiver.Batches.Count);
            _time.Advance(ChannelInterest.Renewal);
            Attach("g", receiver);
        }

        Assert.Equal([1L, 3L, 5L, 7L], receiver.Seqs);
    }

    [Fact]
    public void The_newest_receiver_of_a_gateway_counts()
    {
        var before = Attach("g");
        var after = Attach("g");
        Append();
        Assert.Empty(before.Seqs);
        Assert.Equal([1L], after.Seqs);
        Assert.Equal(1, _deliveries.Count);
    }

    [Fact]
    public void A_gateway_that_detaches_gets_nothing_more()
    {
        var receiver = Attach("g");
        _deliveries.Detach("g");
        Append();
        Assert.Empty(receiver.Seqs);
        Assert.Equal(0, _deliveries.Count);
    }

    [Fact]
    public async Task Leaving_waits_no_longer_than_a_second_for_gateways_that_do_not_answer()
    {
        var time = new ManualTime();
        var deliveries = new ChannelDeliveries("room/a", _leases, time, NullLogger.Instance);
        var (held, well) = (new HeldReceiver(), new HeldReceiver());
        Assert.True(_leases.TryAttach("held", NowUs(time)));
        deliveries.Attach("held", held);
        Append(deliveries);
        deliveries.Attach("well", well);
        Assert.Single(held.Batches);

        var leaving = deliveries.LeaveAsync(CancellationToken.None);
        Assert.Equal(1, well.Moves);
        Assert.False(leaving.IsCompleted);
        time.Advance(GatewayDelivery.AnswerTimeout);
        await leaving.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(0, held.Moves);
    }

    private static long NowUs(TimeProvider time) => (time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private HeldReceiver Attach(string gateway, HeldReceiver? receiver = null)
    {
        receiver ??= new HeldReceiver();
        Assert.True(_leases.TryAttach(gateway, NowUs(_time)));
        _deliveries.Attach(gateway, receiver);
        return receiver;
    }

    private void Append() => Append(_deliveries);

    private void Append(ChannelDeliveries deliveries)
    {
        var afterSeq = _tail.Head.Seq;
        var numbering = _tail.Number();
        numbering.Add(Drafts.Of(Guid.NewGuid().ToString("n")), 0);
        _tail.Commit(numbering.Build(), 0);
        deliveries.Send(_tail, afterSeq);
    }
}
