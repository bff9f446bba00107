using Iskra.Channels;

namespace Iskra.Tests.Grains.Channels;

/// <summary>How a channel brings its events to gateways, on the engine.</summary>
public abstract class DeliveryTests(ChannelFixture fixture) : ChannelTestBase(fixture, "room/")
{
    private IChannelReceiver? _reference;

    [Fact]
    public async Task Every_gateway_gets_every_event_once_and_in_order()
    {
        Follower[] gateways = [new(), new(), new()];
        await Task.WhenAll(gateways.Select((gateway, i) => AttachAsync($"g{i}", gateway)));
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => AppendAsync($"e{i}")));

        foreach (var gateway in gateways)
        {
            await ReachAsync(gateway, 200);
            Assert.Equal(Enumerable.Range(1, 200).Select(i => (long)i), gateway.Events.Select(e => e.Seq));
        }
    }

    [Fact]
    public async Task What_happens_while_a_batch_is_under_way_goes_into_the_next_up_to_500_events()
    {
        var (follower, gate) = await HeldFollowerAsync("g");
        await AppendAsync("first");
        await ReachAsync(follower, 1);
        for (var i = 0; i < 8; i++)
        {
            await Grain.Append(Drafts.Many($"e{i}-", 100)).InTime();
        }

        Assert.Single(follower.Batches);
        gate.SetResult();
        await ReachAsync(follower, 801);
        Assert.Equal([1, GatewayDelivery.MaxBatchEvents, 300], follower.Batches.Select(b => b.Events.Length));
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_holds_nobody_up()
    {
        var (held, gate) = await HeldFollowerAsync("held");
        var follower = new Follower();
        await AttachAsync("well", follower);
        for (var i = 0; i < 50; i++)
        {
            await AppendAsync($"e{i}");
            await ReachAsync(follower, i + 1);
        }

        await ReachAsync(held, 1);
        Assert.Single(held.Batches);
        gate.SetResult();
        await ReachAsync(held, 50);
        Assert.Equal([1, 49], held.Batches.Select(b => b.Events.Length));
    }

    [Fact]
    public async Task A_batch_without_an_answer_counts_as_lost_when_the_gateway_attaches_again()
    {
        var (follower, gate) = await HeldFollowerAsync("g");
        var receiver = _reference!;
        await AppendAsync("held");
        await ReachAsync(follower, 1);
        Fixture.Time.Advance(GatewayDelivery.AnswerTimeout - TimeSpan.FromMicroseconds(1));
        await Grain.Attach("g", receiver).InTime();
        await AppendAsync("waits");

        Fixture.Time.Advance(TimeSpan.FromMicroseconds(1));
        Assert.Equal(2, (await Grain.Attach("g", receiver).InTime()).Seq);
        await AppendAsync("goes on");
        gate.SetResult();
        await Eventually.TrueAsync(() => follower.Events.Any(e => e.Seq == 3), "delivery goes on");
        Assert.Equal([1L, 3L], follower.Events.Select(e => e.Seq));
    }

    [Fact]
    public async Task A_gateway_that_comes_back_with_another_receiver_is_called_there()
    {
        var (before, gate) = await HeldFollowerAsync("g");
        await AppendAsync("held");
        await ReachAsync(before, 1);
        var after = new Follower();
        await AttachAsync("g", after);
        await AppendAsync("new");
        await ReachAsync(after, 1);
        gate.SetResult();
        await AppendAsync("newer");
        await ReachAsync(after, 2);

        Assert.Equal([1L], before.Events.Select(e => e.Seq));
        Assert.Equal([2L, 3L], after.Events.Select(e => e.Seq));
    }

    [Fact]
    public async Task A_delivery_that_fails_is_not_repeated_and_the_next_ones_come()
    {
        var deliveries = 0;
        var follower = new Follower
        {
            Before = () => Interlocked.Increment(ref deliveries) == 1 ? throw new InvalidOperationException("The gateway cannot.") : Task.CompletedTask,
        };
        await AttachAsync("g", follower);
        await AppendAsync("lost");
        await ReachAsync(follower, 1);

        // What is appended before the failure has come back is given up with it.
        await Eventually.TrueAsync(
            () =>
            {
                _ = AppendAsync(Guid.NewGuid().ToString());
                return follower.Events.Count > 1;
            },
            "delivery goes on");
        var seqs = follower.Events.Select(e => e.Seq).ToArray();
        Assert.Equal(seqs.Distinct(), seqs);
    }

    [Fact]
    public async Task A_channel_that_leaves_delivers_what_it_has_and_says_so()
    {
        var follower = new Follower();
        await AttachAsync("g", follower);
        await AppendAsync("a");
        await Fixture.Engine.DeactivateAllAsync();
        await Eventually.TrueAsync(() => follower.Moves == 1, "the gateway is told");
        Assert.Equal([1L], follower.Events.Select(e => e.Seq));

        await AttachAsync("g", follower);
        await AppendAsync("b");
        await ReachAsync(follower, 2);
        Assert.NotEqual(follower.Batches[0].Epoch, follower.Batches[1].Epoch);
    }

    private async Task<(Follower Follower, TaskCompletionSource Gate)> HeldFollowerAsync(string gateway)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var follower = new Follower { Before = () => gate.Task };
        _reference = ReferenceTo(follower);
        await Grain.Attach(gateway, _reference).InTime();
        return (follower, gate);
    }
}
