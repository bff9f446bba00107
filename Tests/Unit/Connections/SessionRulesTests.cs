using System.Collections.Immutable;
using Iskra.Channels;
using Iskra.Connections;

namespace Iskra.Tests.Unit.Connections;

public class SessionRulesTests
{
    private static readonly DateTimeOffset Now = new(2025, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ImmutableArray<Subscription> Subscriptions = [new("clarity", new ChannelPosition("abc", 7), false)];

    [Fact]
    public void A_new_id_starts_a_session()
    {
        Assert.Equal(SessionDecision.Start, SessionRules.Decide(null, Request(resume: false), Now));
        var session = SessionRules.Open(null, Request(resume: false), Now);
        Assert.Equal((1L, "g1", Now), (session.Generation, session.Gateway, session.SeenAt));
        Assert.Empty(session.Subscriptions);
    }

    [Fact]
    public void A_new_id_that_is_taken_is_rejected() =>
        Assert.Equal(SessionDecision.Reject, SessionRules.Decide(Session(), Request(resume: false), Now));

    [Fact]
    public void An_unknown_session_is_not_resumed() =>
        Assert.Equal(SessionDecision.Reject, SessionRules.Decide(null, Request(), Now));

    [Theory]
    [InlineData(300_000, SessionDecision.Resume)]
    [InlineData(300_001, SessionDecision.Reject)]
    public void A_session_is_resumed_for_five_minutes(int silenceMs, SessionDecision expected) =>
        Assert.Equal(expected, SessionRules.Decide(Session(), Request(), Now.AddMilliseconds(silenceMs)));

    [Theory]
    [InlineData("ann", "ann", SessionDecision.Resume)]
    [InlineData(null, null, SessionDecision.Resume)]
    [InlineData("ann", "bob", SessionDecision.Reject)]
    [InlineData("ann", "Ann", SessionDecision.Reject)]
    [InlineData("ann", null, SessionDecision.Reject)]
    [InlineData(null, "ann", SessionDecision.Reject)]
    public void A_session_belongs_to_the_user_who_opened_it(string? owner, string? caller, SessionDecision expected) =>
        Assert.Equal(expected, SessionRules.Decide(Session() with { User = owner }, Request() with { User = caller }, Now));

    [Fact]
    public void A_resumed_session_keeps_its_subscriptions_and_counts_on()
    {
        var resumed = SessionRules.Open(Session(), Request() with { Gateway = "g2", Transport = "sse" }, Now.AddSeconds(9));
        Assert.Equal((2L, "g2", "sse", Now.AddSeconds(9)), (resumed.Generation, resumed.Gateway, resumed.Transport, resumed.SeenAt));
        Assert.Equal(Subscriptions, resumed.Subscriptions);
    }

    [Fact]
    public void An_expired_session_of_the_same_id_counts_on_but_starts_empty()
    {
        var started = SessionRules.Open(Session(), Request(resume: false), Now.AddHours(1));
        Assert.Equal(2, started.Generation);
        Assert.Empty(started.Subscriptions);
    }

    [Fact]
    public void A_checkpoint_is_a_sign_of_life_and_keeps_the_last_known_round_trip()
    {
        var saved = SessionRules.Save(Session(), new SessionCheckpoint(Subscriptions, 12), Now.AddSeconds(1));
        saved = SessionRules.Save(saved, new SessionCheckpoint(default, null), Now.AddSeconds(2));
        Assert.Equal((12.0, Now.AddSeconds(2)), (saved.RoundTripMs, saved.SeenAt));
        Assert.Empty(saved.Subscriptions);
    }

    [Fact]
    public void A_detached_session_has_no_gateway() =>
        Assert.Equal((null, Now.AddSeconds(3)), (SessionRules.Detach(Session(), Now.AddSeconds(3)).Gateway, SessionRules.Detach(Session(), Now.AddSeconds(3)).SeenAt));

    [Fact]
    public void A_session_is_stored_again_when_a_position_moved_or_a_minute_has_passed()
    {
        var stored = Session();
        Assert.True(SessionRules.MustStore(null, stored));
        Assert.False(SessionRules.MustStore(stored, stored with { RoundTripMs = 3, SeenAt = Now.AddSeconds(59.9), Subscriptions = [.. Subscriptions] }));
        Assert.True(SessionRules.MustStore(stored, stored with { SeenAt = Now.AddSeconds(60) }));
        Assert.True(SessionRules.MustStore(stored, stored with { Subscriptions = [new("clarity", new ChannelPosition("abc", 8), false)] }));
        Assert.True(SessionRules.MustStore(stored, stored with { Gateway = null }));
        Assert.True(SessionRules.MustStore(stored, stored with { Generation = 2 }));
    }

    [Fact]
    public void A_later_opening_has_precedence_and_of_equal_ones_the_stored()
    {
        var mine = Session() with { Generation = 5 };
        Assert.False(SessionRules.Yields(mine, null));
        Assert.False(SessionRules.Yields(mine, mine with { Generation = 4 }));
        Assert.False(SessionRules.Yields(mine, mine with { SeenAt = Now.AddSeconds(-1) }));
        Assert.False(SessionRules.Yields(mine with { Gateway = null }, mine));
        Assert.True(SessionRules.Yields(mine, mine with { Generation = 6 }));
        Assert.True(SessionRules.Yields(mine, mine with { Gateway = "g2" }));
        Assert.True(SessionRules.Yields(mine, mine with { OpenedAt = Now.AddTicks(1) }));
    }

    [Theory]
    [InlineData("0123456789", "012345…")]
    [InlineData("012345", "…")]
    public void A_shown_id_cannot_be_used(string session, string shown) => Assert.Equal(shown, SessionRules.Shorten(session));

    private static SessionRequest Request(bool resume = true) => new("ann", "pulse", "websocket", "g1", null!, resume);

    private static SessionState Session() => new("ann", "pulse", "websocket", "g1", 1, Now, Now, null, Subscriptions);
}
