using System.Collections.Immutable;
using Iskra.Channels;
using Iskra.Cluster;
using Iskra.Connections;
using Iskra.Tests.Grains.Metrics;

namespace Iskra.Tests.Grains.Connections;

public class ConnectionGrainTests
{
    // Held here, since the engine holds observers only weakly.
    private readonly FakeSessionHost _host = new();

    private static readonly ImmutableArray<Subscription> Subscriptions = [new("clarity", new ChannelPosition("abc", 7), false), new("pulse", null, true)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_session_continues_at_another_gateway_and_the_first_one_lets_go(int silos)
    {
        await using var rig = await MetricRig.StartAsync(silos);
        var session = rig.Grain<IConnectionGrain>("s-1");
        var first = new FakeSessionHost();
        var opened = await session.Open(Request(rig, first, resume: false));
        Assert.Equal((true, false, 1L), (opened.Accepted, opened.Resumed, opened.Generation));
        Assert.True(await session.SetSubscriptions(1, Subscriptions));

        var resumed = await session.Open(Request(rig, new FakeSessionHost(), gateway: "g2"));
        Assert.Equal((true, true, 2L), (resumed.Accepted, resumed.Resumed, resumed.Generation));
        Assert.Equal(Subscriptions, resumed.Subscriptions);
        Assert.Equal(("s-1", 1L), await first.NextEvictionAsync());
    }

    [Fact]
    public async Task A_gateway_that_lost_the_session_changes_nothing()
    {
        await using var rig = await MetricRig.StartAsync();
        var session = await OpenAsync(rig, "s-1");
        await session.Open(Request(rig, new FakeSessionHost(), gateway: "g2"));
        Assert.False(await session.SetSubscriptions(1, Subscriptions));
        Assert.False(await session.Save(1, new SessionCheckpoint(Subscriptions, 5)));
        await session.Detach(1);
        var view = await session.Describe();
        Assert.Equal("g2", view!.Gateway);
        Assert.Empty(view.Channels);
    }

    [Fact]
    public async Task Opening_never_waits_for_the_gateway_that_had_the_session()
    {
        await using var rig = await MetricRig.StartAsync();
        var gone = new FakeSessionHost { Gate = new TaskCompletionSource().Task };
        await rig.Grain<IConnectionGrain>("s-1").Open(Request(rig, gone, resume: false));
        var opened = await rig.Grain<IConnectionGrain>("s-1").Open(Request(rig, new FakeSessionHost(), gateway: "g2")).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(2, opened.Generation);
    }

    [Fact]
    public async Task A_session_resumes_after_every_process_died()
    {
        await using var rig = await MetricRig.StartAsync();
        var session = await OpenAsync(rig, "s-1");
        await session.SetSubscriptions(1, Subscriptions);
        await rig.Engine.DeactivateAllAsync();
        var resumed = await session.Open(Request(rig, new FakeSessionHost(), gateway: "g2"));
        Assert.Equal((true, true, 2L), (resumed.Accepted, resumed.Resumed, resumed.Generation));
        Assert.Equal(Subscriptions, resumed.Subscriptions);
        Assert.False(await session.Save(1, new SessionCheckpoint(Subscriptions, 5)));
    }

    [Fact]
    public async Task After_the_grain_moved_the_gateway_that_holds_the_session_goes_on()
    {
        await using var rig = await MetricRig.StartAsync();
        var session = await OpenAsync(rig, "s-1");
        await rig.Engine.DeactivateAllAsync();
        Assert.True(await session.Save(1, new SessionCheckpoint(Subscriptions, 5)));
        await Eventually.TrueAsync(() => Stored(rig, "s-1").Subscriptions.Length == 2, "the positions are stored");
    }

    [Fact]
    public async Task After_the_session_has_moved_frames_reach_its_gateway_once_that_has_announced_itself()
    {
        await using var rig = await MetricRig.StartAsync();
        var host = rig.Engine.Client.CreateObjectReference<ISessionHost>(_host);
        var session = rig.Grain<IConnectionGrain>("s-1");
        await session.Open(Request(rig, _host, resume: false));
        await rig.Engine.DeactivateAllAsync();
        Assert.Equal(ErrorCode.Overloaded, (await Assert.ThrowsAsync<RefusedException>(() => session.Forward("ann", default))).Code);
        await rig.Grain<IGatewayGrain>("g1").Announce(host);
        Assert.Equal("{}", MetricRig.Text(await session.Forward("ann", "{}"u8.ToArray())));
    }

    [Fact]
    public async Task A_gateway_that_has_not_announced_itself_for_ten_seconds_has_gone()
    {
        await using var rig = await MetricRig.StartAsync();
        var host = rig.Engine.Client.CreateObjectReference<ISessionHost>(_host);
        var gateway = rig.Grain<IGatewayGrain>("g1");
        await gateway.Announce(host);
        rig.Time.Advance(GatewayAnnouncement.Lease - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(await gateway.Host());
        rig.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await gateway.Host());
        await rig.Grain<IConnectionGrain>("s-1").Open(Request(rig, _host, resume: false));
        await rig.Engine.DeactivateAllAsync();
        await Assert.ThrowsAsync<RefusedException>(gateway.Host);
        rig.Time.Advance(GatewayAnnouncement.Lease);
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<RefusedException>(() => rig.Grain<IConnectionGrain>("s-1").Forward("ann", default))).Code);
    }

    [Fact]
    public async Task A_detached_session_can_be_resumed_for_five_minutes()
    {
        await using var rig = await MetricRig.StartAsync();
        var (kept, lost) = (await OpenAsync(rig, "s-1"), await OpenAsync(rig, "s-2"));
        await kept.Detach(1);
        await lost.Detach(1);
        rig.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.True((await kept.Open(Request(rig, new FakeSessionHost()))).Resumed);
        rig.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False((await lost.Open(Request(rig, new FakeSessionHost()))).Accepted);
        Assert.Null(await lost.Describe());
    }

    [Fact]
    public async Task A_session_that_shows_signs_of_life_does_not_expire_and_its_row_is_kept_fresh()
    {
        await using var rig = await MetricRig.StartAsync();
        var session = await OpenAsync(rig, "s-1");
        for (var minute = 1; minute <= 12; minute++)
        {
            rig.Time.Advance(TimeSpan.FromMinutes(1));
            Assert.True(await session.Save(1, new SessionCheckpoint([], 5)));
            await Eventually.TrueAsync(() => Stored(rig, "s-1").SeenAt == rig.Time.GetUtcNow(), "the row is written again");
        }

        Assert.True((await session.Open(Request(rig, new FakeSessionHost()))).Resumed);
    }

    [Theory]
    [InlineData("bob")]
    [InlineData(null)]
    public async Task Nobody_else_resumes_or_reaches_a_session(string? user)
    {
        await using var rig = await MetricRig.StartAsync();
        var session = await OpenAsync(rig, "s-1");
        Assert.False((await session.Open(Request(rig, new FakeSessionHost()) with { User = user })).Accepted);
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<RefusedException>(() => session.Forward(user, default))).Code);
    }

    [Fact]
    public async Task An_unknown_session_is_not_accepted()
    {
        await using var rig = await MetricRig.StartAsync();
        Assert.False((await rig.Grain<IConnectionGrain>("nobody").Open(Request(rig, new FakeSessionHost()))).Accepted);
        Assert.Null(await rig.Grain<IConnectionGrain>("nobody").Describe());
        Assert.Empty(rig.States.Rows("connection"));
    }

    [Fact]
    public async Task Saves_are_joined_into_few_writes_and_the_newest_is_stored()
    {
        await using var rig = await MetricRig.StartAsync();
        var session = await OpenAsync(rig, "s-1");
        var before = rig.States.Writes;
        rig.States.Hold();
        for (var seq = 1; seq <= 100; seq++)
        {
            Assert.True(await session.Save(1, new SessionCheckpoint([new("clarity", new ChannelPosition("abc", seq), false)], 5)));
        }

        rig.States.Release();
        await Eventually.TrueAsync(() => Stored(rig, "s-1").Subscriptions is [{ Position.Seq: 100 }], "the newest position is stored");
        Assert.InRange(rig.States.Writes - before, 1, 2);
    }

    [Fact]
    public async Task A_save_that_changes_nothing_is_not_written()
    {
        await using var rig = await MetricRig.StartAsync();
        var session = await OpenAsync(rig, "s-1");
        await session.SetSubscriptions(1, Subscriptions);
        var before = rig.States.Writes;
        rig.AdvanceMs(1_000);
        await session.Save(1, new SessionCheckpoint([.. Subscriptions], 7));
        Assert.Equal(7, (await session.Describe())!.RoundTripMs);
        Assert.Equal(before, rig.States.Writes);
    }

    [Fact]
    public async Task While_the_store_is_away_a_session_lives_in_memory_and_is_stored_afterwards()
    {
        await using var rig = await MetricRig.StartAsync();
        rig.States.IsAway = true;
        var session = await OpenAsync(rig, "s-1");
        Assert.True(await session.SetSubscriptions(1, Subscriptions));
        Assert.Equal(Subscriptions, (await session.Open(Request(rig, new FakeSessionHost(), gateway: "g2"))).Subscriptions);
        Assert.Equal(
            ErrorCode.Overloaded,
            (await Assert.ThrowsAsync<RefusedException>(() => rig.Grain<IConnectionGrain>("s-2").Open(Request(rig, new FakeSessionHost())))).Code);
        rig.States.IsAway = false;
        await rig.AdvanceUntilAsync(1_000, () => rig.States.Rows("connection").Count == 1, "the session is stored");
        Assert.Equal((2L, "g2"), (Stored(rig, "s-1").Generation, Stored(rig, "s-1").Gateway));
    }

    [Fact]
    public async Task A_store_that_hangs_delays_an_opening_by_less_than_half_a_second()
    {
        await using var rig = await MetricRig.StartAsync();
        rig.States.Hold();
        var opening = rig.Grain<IConnectionGrain>("s-1").Open(Request(rig, new FakeSessionHost(), resume: false));
        var start = rig.Time.Elapsed;
        await rig.AdvanceUntilAsync(100, () => opening.IsCompleted, "the session is open");
        Assert.True((await opening).Accepted);
        rig.States.Release();
        await rig.AdvanceUntilAsync(1_000, () => rig.States.Rows("connection").Count == 1, "the session is stored");
        Assert.True(rig.Time.Elapsed > start);
    }

    [Fact]
    public async Task A_row_that_was_swept_is_written_again()
    {
        await using var rig = await MetricRig.StartAsync();
        var session = await OpenAsync(rig, "s-1");
        rig.States.Sweep("connection");
        Assert.True(await session.SetSubscriptions(1, Subscriptions));
        Assert.Equal(Subscriptions, Stored(rig, "s-1").Subscriptions);
    }

    [Fact]
    public async Task A_lost_answer_of_the_store_loses_nothing()
    {
        await using var rig = await MetricRig.StartAsync();
        var session = await OpenAsync(rig, "s-1");
        rig.States.LoseNextAnswer();
        Assert.True(await session.SetSubscriptions(1, Subscriptions));
        Assert.True(await session.SetSubscriptions(1, Subscriptions[..1]));
        Assert.Equal(Subscriptions[..1], Stored(rig, "s-1").Subscriptions);
    }

    [Fact]
    public async Task When_another_activation_has_opened_the_session_this_one_lets_go()
    {
        await using var rig = await MetricRig.StartAsync();
        var host = new FakeSessionHost();
        var session = rig.Grain<IConnectionGrain>("s-1");
        await session.Open(Request(rig, host, resume: false));
        rig.States.WriteAsAnother<SessionState>("connection", "s-1", state => state with { Generation = 2, Gateway = "g2" });
        Assert.False(await session.SetSubscriptions(1, Subscriptions));
        Assert.Equal(("s-1", 1L), await host.NextEvictionAsync());
        Assert.Equal("g2", (await session.Describe())!.Gateway);
        Assert.Empty(Stored(rig, "s-1").Subscriptions);
    }

    [Fact]
    public async Task An_opening_that_another_one_preceded_counts_on_from_it()
    {
        await using var rig = await MetricRig.StartAsync();
        var session = await OpenAsync(rig, "s-1");
        rig.States.WriteAsAnother<SessionState>("connection", "s-1", state => state with { Generation = 5, Gateway = "g9", Subscriptions = Subscriptions });
        var opened = await session.Open(Request(rig, new FakeSessionHost(), gateway: "g2"));
        Assert.Equal((true, 6L), (opened.Accepted, opened.Generation));
        Assert.Equal(Subscriptions, opened.Subscriptions);
        Assert.Equal("g2", Stored(rig, "s-1").Gateway);
    }

    [Fact]
    public async Task A_frame_reaches_the_gateway_that_holds_the_session()
    {
        await using var rig = await MetricRig.StartAsync();
        var host = new FakeSessionHost();
        var session = rig.Grain<IConnectionGrain>("s-1");
        await session.Open(Request(rig, host, resume: false));
        Assert.Equal("{}", MetricRig.Text(await session.Forward("ann", "{}"u8.ToArray())));
        host.OnHandle = _ => throw new RefusedException(ErrorCode.RateLimited, "The test refuses.", 2);
        Assert.Equal(ErrorCode.RateLimited, (await Assert.ThrowsAsync<RefusedException>(() => session.Forward("ann", default))).Code);
        await session.Detach(1);
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<RefusedException>(() => session.Forward("ann", default))).Code);
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_within_five_seconds_is_a_time_out()
    {
        await using var rig = await MetricRig.StartAsync();
        var host = new FakeSessionHost { OnHandle = _ => new TaskCompletionSource<ReadOnlyMemory<byte>>().Task };
        var session = rig.Grain<IConnectionGrain>("s-1");
        await session.Open(Request(rig, host, resume: false));
        var answer = session.Forward("ann", "{}"u8.ToArray());
        await rig.AdvanceUntilAsync(1_000, () => answer.IsCompleted, "the call is answered");
        Assert.Equal(ErrorCode.Timeout, (await Assert.ThrowsAsync<RefusedException>(() => answer)).Code);
    }

    [Fact]
    public async Task A_session_is_described_without_giving_its_id_away()
    {
        await using var rig = await MetricRig.StartAsync();
        var session = await OpenAsync(rig, "0123456789abcdef");
        await session.SetSubscriptions(1, Subscriptions);
        var view = await session.Describe();
        Assert.Equal(("012345…", "ann", "pulse", "websocket", "g1"), (view!.Session, view.User, view.Dashboard, view.Transport, view.Gateway));
        Assert.Equal(["clarity", "pulse"], view.Channels);
    }

    private static async Task<IConnectionGrain> OpenAsync(MetricRig rig, string id)
    {
        var session = rig.Grain<IConnectionGrain>(id);
        Assert.True((await session.Open(Request(rig, new FakeSessionHost(), resume: false))).Accepted);
        return session;
    }

    private static SessionRequest Request(MetricRig rig, FakeSessionHost host, string gateway = "g1", bool resume = true) =>
        new("ann", "pulse", "websocket", gateway, rig.Hold(host), resume);

    private static SessionState Stored(MetricRig rig, string id) => rig.States.State<SessionState>("connection", id)!;
}
