using System.Text;
using Iskra.Channels;

namespace Iskra.Tests.Grains.Channels;

/// <summary>State and ephemeral channels on the engine.</summary>
public abstract class LiveChannelTests(ChannelFixture fixture) : ChannelTestBase(fixture, "room/")
{
    private string Metric => "m" + Channel["room/".Length..];

    [Fact]
    public async Task Events_are_numbered_without_the_database()
    {
        Log.IsAway = true;
        try
        {
            Assert.Equal([1L, 2L], (await AppendAsync("a", "b")).Seqs);
            Assert.Equal([2L, 3L], (await AppendAsync("b", "c")).Seqs);
        }
        finally
        {
            Log.IsAway = false;
        }

        var head = await Grain.Head().InTime();
        Assert.Equal(3, head.Seq);
        Assert.Matches("^[a-z0-9]{12}$", head.Epoch);
    }

    [Fact]
    public async Task Events_are_kept_for_5_minutes_or_1_000_of_them()
    {
        var epoch = (await Grain.Append(Drafts.Many("a", 1_000)).InTime()).Epoch;
        await Grain.Append(Drafts.Many("b", 500)).InTime();
        Fixture.Time.Advance(TimeSpan.FromMinutes(5));
        await AppendAsync("c");
        Assert.True((await ReadAfterAsync(epoch, 0)).Recovered);

        Fixture.Time.Advance(TimeSpan.FromMicroseconds(1));
        await AppendAsync("d");
        Assert.False((await ReadAfterAsync(epoch, 501)).Recovered);
        var page = await ReadAfterAsync(epoch, 502);
        Assert.Equal((true, 1_000), (page.Recovered, page.Events.Length));
    }

    [Fact]
    public async Task A_new_activation_is_a_new_epoch_and_says_so()
    {
        var before = await AppendAsync("a");
        Fixture.Time.Advance(TimeSpan.FromMinutes(30));
        await Fixture.Engine.DeactivateAllAsync();

        var page = await ReadAfterAsync(before.Epoch, 1);
        Assert.NotEqual(before.Epoch, page.Epoch);
        Assert.False(page.Recovered);
        Assert.Equal(0, page.HeadSeq);
    }

    [Fact]
    public async Task A_channel_in_memory_stays_while_somebody_could_resume()
    {
        var durable = GrainOf("log/" + Channel["room/".Length..]);
        await durable.Append(Drafts.Of("a")).InTime();
        var before = await AppendAsync("a");

        // A grain that has just answered may count as busy for another moment.
        await Eventually.TrueAsync(
            async () =>
            {
                await CollectIdleAsync();
                await durable.Head().InTime();
                return Log.OpensOf(durable.GetPrimaryKeyString()) > 1;
            },
            "the durable channel is opened again");
        Assert.True((await ReadAfterAsync(before.Epoch, 0)).Recovered);
    }

    [Fact]
    public async Task Only_what_happens_while_a_gateway_is_attached_is_delivered()
    {
        var follower = new Follower();
        var receiver = ReferenceTo(follower);
        await AppendAsync("unheard");
        Assert.Equal(1, (await Grain.Attach("g", receiver).InTime()).Seq);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => AppendAsync($"e{i}")));
        await ReachAsync(follower, 200);

        await Grain.Detach("g").InTime();
        await AppendAsync("unheard too");
        await Grain.Attach("g", receiver).InTime();
        Fixture.Time.Advance(ChannelInterest.Lease);
        await AppendAsync("after the lease");
        await Grain.Attach("g", receiver).InTime();
        await AppendAsync("heard");
        await ReachAsync(follower, 201);

        Assert.Equal([.. Enumerable.Range(2, 200).Select(i => (long)i), 204L], follower.Events.Select(e => e.Seq));
        Assert.Equal("heard", follower.Events[^1].Draft.Id);
    }

    [Fact]
    public async Task The_source_of_a_metric_is_told_at_once_and_then_every_3_seconds()
    {
        var channel = GrainOf(Metric);
        await channel.Attach("a").InTime();
        await WatchedAsync(Metric, 1);

        await channel.Attach("b").InTime();
        Fixture.Time.Advance(ChannelInterest.Renewal - TimeSpan.FromMicroseconds(1));
        await channel.Attach("a").InTime();
        Fixture.Time.Advance(TimeSpan.FromMicroseconds(1));
        await channel.Attach("a").InTime();
        await WatchedAsync(Metric, 2);

        await channel.Detach("a").InTime();
        await channel.Detach("b").InTime();
        await channel.Attach("c").InTime();
        await WatchedAsync(Metric, 3);
        Assert.Equal(0, Fixture.Calls.WatchesOf(Channel));
    }

    [Fact]
    public async Task The_source_of_the_pulse_is_told()
    {
        await GrainOf(ChannelName.Pulse).Attach("a").InTime();
        await WatchedAsync(ChannelName.Pulse, 1);
    }

    [Fact]
    public async Task A_snapshot_is_the_newest_value_or_the_newest_envelopes()
    {
        await GrainOf(Metric).Append([Drafts.One("old", "metrics"), Drafts.One("new", "metrics")]).InTime();
        var value = await GrainOf(Metric).Snapshot().InTime();
        Assert.Equal("{\"id\":\"new\"}", Encoding.UTF8.GetString(value.Data.Span));
        Assert.Equal(2, value.Position.Seq);
        Assert.Equal(Fixture.Time.GetUtcNow().ToUnixTimeMilliseconds(), value.TimestampMs);

        await AppendAsync("a");
        var room = await Grain.Snapshot().InTime();
        Assert.StartsWith("{\"events\":[{\"type\":\"message\",\"id\":\"a\",", Encoding.UTF8.GetString(room.Data.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_goes_back_as_far_as_memory_does()
    {
        await Grain.Append(Drafts.Many("e", 5)).InTime();

        var newest = await Grain.ReadBefore(null, 2).InTime();
        Assert.Equal([4L, 5L], newest.Events.Select(e => e.Seq));
        Assert.True(newest.HasMore);
        var oldest = await Grain.ReadBefore(4, 10).InTime();
        Assert.Equal([1L, 2L, 3L], oldest.Events.Select(e => e.Seq));
        Assert.False(oldest.HasMore);
    }

    /// <summary>Ends the activations that are idle and did not ask to be kept.</summary>
    private Task CollectIdleAsync() =>
        Fixture.Engine.Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero).InTime();

    private Task<ChannelPage> ReadAfterAsync(string epoch, long seq) =>
        Grain.ReadAfter(new ChannelPosition(epoch, seq), 1_000).InTime();

    private Task WatchedAsync(string channel, int times) => Fixture.Calls.WatchedAsync(channel, times).InTime();
}
