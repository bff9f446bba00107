using Iskra.Channels;

namespace Iskra.Tests.Grains.Channels;

/// <summary>Log channels on the engine.</summary>
public abstract class LogChannelTests(ChannelFixture fixture) : ChannelTestBase(fixture, "log/")
{
    [Fact]
    public async Task Appends_from_many_callers_are_numbered_once_and_in_order()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(CallerAsync)).InTime();

        var numbers = results.SelectMany(r => r).Order().ToList();
        Assert.Equal(Enumerable.Range(1, 800).Select(i => (long)i), numbers);
        Assert.Equal(numbers, Log.Events(Channel).Select(e => e.Seq));
        Assert.Equal(800, Stored().Distinct().Count());

        async Task<List<long>> CallerAsync(int caller)
        {
            var seqs = new List<long>();
            for (var i = 0; i < 10; i++)
            {
                var result = await AppendAsync($"{caller}-{i}-a", $"{caller}-{i}-b");
                Assert.Equal(result.Seqs[0] + 1, result.Seqs[1]);
                seqs.AddRange(result.Seqs);
            }

            return seqs;
        }
    }

    [Fact]
    public async Task Appends_that_meet_share_a_write()
    {
        await AppendAsync("first");
        var before = Log.Writes.Count;
        Log.Hold();
        var calls = Enumerable.Range(0, 100).Select(i => AppendAsync($"e{i}")).ToList();
        await Eventually.TrueAsync(() => Fixture.Calls.AppendsOf(Channel) == 101, "all appends have arrived");
        await Grain.Head().InTime();
        Log.Release();
        await Task.WhenAll(calls);

        var writes = Log.Writes.Skip(before).ToList();
        Assert.Equal(100, writes.Sum());
        Assert.InRange(writes.Count, 2, 20);
    }

    [Fact]
    public async Task A_repeated_append_has_the_number_it_had()
    {
        var first = await AppendAsync("a", "b");
        var again = await AppendAsync("b", "c", "a");

        Assert.Equal([2L, 3L, 1L], again.Seqs);
        Assert.Equal(first.Epoch, again.Epoch);
        Assert.Equal(["a", "b", "c"], Stored());
    }

    [Fact]
    public async Task A_second_writer_fences_the_first_whose_successor_continues()
    {
        await AppendAsync("a");
        Log.WriteAsAnother(Channel, Drafts.One("theirs"));

        await RefusedAsync(AppendAsync("b"), ErrorCode.Overloaded, 0.1);
        Assert.Equal([3L], (await AppendAgainAsync(Drafts.Of("b"))).Seqs);
        Assert.Equal(["a", "theirs", "b"], Stored());
    }

    [Fact]
    public async Task A_gateway_that_follows_an_activation_which_another_overtook_is_sent_to_the_next()
    {
        await AppendAsync("a");
        var follower = new Follower();
        Assert.Equal(1, (await AttachAsync("g", follower)).Seq);
        Log.WriteAsAnother(Channel, Drafts.One("theirs"));
        Assert.Equal(1, (await AttachAsync("g", follower)).Seq);

        Fixture.Time.Advance(DurableChannelLog.ConfirmInterval);
        await AttachAsync("g", follower);
        await Eventually.TrueAsync(() => follower.Moves == 1, "the gateway is told that the channel leaves");
        await Eventually.TrueAsync(async () => (await AttachAsync("g", follower)).Seq == 2, "the next activation knows what the other wrote");
    }

    [Fact]
    public async Task A_lost_answer_is_settled_by_the_log()
    {
        await AppendAsync("a");
        Log.FailAppends(AppendFault.LoseAnswer);
        Assert.Equal([2L], (await AppendAsync("b")).Seqs);

        Log.FailAppends(AppendFault.LoseRequest);
        await RefusedAsync(AppendAsync("c"), ErrorCode.Overloaded, 1);
        Assert.Equal([3L], (await AppendAsync("c")).Seqs);
        Assert.Equal(["a", "b", "c"], Stored());
    }

    [Fact]
    public async Task A_database_that_is_away_refuses_and_heals_without_a_new_activation()
    {
        Log.IsAway = true;
        try
        {
            await RefusedAsync(AppendAsync("a"), ErrorCode.Overloaded, 1);
            await RefusedAsync(Grain.Head(), ErrorCode.Overloaded, 1);
            await RefusedAsync(Grain.Attach("g"), ErrorCode.Overloaded, 1);
        }
        finally
        {
            Log.IsAway = false;
        }

        Assert.Equal([1L], (await AppendAsync("a")).Seqs);
        Log.IsAway = true;
        try
        {
            await RefusedAsync(AppendAsync("b"), ErrorCode.Overloaded, 1);
            Assert.Equal(1, (await Grain.Head().InTime()).Seq);
        }
        finally
        {
            Log.IsAway = false;
        }

        Assert.Equal([2L], (await AppendAsync("b")).Seqs);
    }

    [Fact]
    public async Task A_call_that_waits_5_seconds_is_told_so()
    {
        await AppendAsync("a");
        var held = Log.HeldAppends;
        Log.Hold();
        var call = AppendAsync("b");
        await Eventually.TrueAsync(() => Log.HeldAppends > held, "the append waits for the store");
        Fixture.Time.Advance(DurableChannelLog.MaxWait);
        try
        {
            // The store's own bound of 5 s may end the write at the same moment; neither is an acknowledgement.
            var refused = await Assert.ThrowsAsync<RefusedException>(() => Fixture.Time.StandUntilAsync(call, "the call ends"));
            Assert.Contains(refused.Code, new[] { ErrorCode.Timeout, ErrorCode.Overloaded });
        }
        finally
        {
            Log.Release();
        }

        Assert.Equal("b", (await ReadAllAfterAsync(await AppendAgainAsync(Drafts.Of("b")))).Draft.Id);
        Assert.Equal(["a", "b"], Stored());
    }

    [Fact]
    public async Task A_new_activation_continues_the_epoch_without_a_gap()
    {
        var before = await AppendAsync("a", "b");
        await Fixture.Engine.DeactivateAllAsync();
        var after = await AppendAsync("c", "b");

        Assert.Equal(before.Epoch, after.Epoch);
        Assert.Equal([3L, 2L], after.Seqs);
        var page = await Grain.ReadAfter(new ChannelPosition(before.Epoch, 0), 10).InTime();
        Assert.True(page.Recovered);
        Assert.Equal(["a", "b", "c"], page.Events.Select(e => e.Draft.Id));
    }

    [Fact]
    public async Task Every_event_is_delivered_once_and_in_order()
    {
        var follower = new Follower();
        await AttachAsync("g", follower);
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => AppendAsync($"e{i}")));
        await ReachAsync(follower, 300);

        Assert.Equal(Log.Events(Channel).Select(e => (e.Seq, e.Draft.Id)), follower.Events.Select(e => (e.Seq, e.Draft.Id)));
        Assert.All(follower.Batches, b => Assert.InRange(b.Events.Length, 1, 500));
    }

    [Fact]
    public async Task Bad_drafts_and_limits_are_refused_and_nothing_is_appended()
    {
        await RefusedAsync(Grain.Append([]), ErrorCode.InvalidField, null);
        await RefusedAsync(Grain.Append(Drafts.Many("e", 1_001)), ErrorCode.InvalidField, null);
        await RefusedAsync(Grain.Append([Drafts.Sized("big", (1 << 20) + 1)]), ErrorCode.MessageTooLarge, null);
        await RefusedAsync(Grain.ReadAfter(default, 0), ErrorCode.InvalidField, null);
        await RefusedAsync(Grain.ReadBefore(null, 1_001), ErrorCode.InvalidField, null);

        Assert.Empty(Stored());
    }

    private async Task<ChannelEvent> ReadAllAfterAsync(AppendResult result) =>
        Assert.Single((await Grain.ReadAfter(new ChannelPosition(result.Epoch, result.Seqs[0] - 1), 10).InTime()).Events);
}
