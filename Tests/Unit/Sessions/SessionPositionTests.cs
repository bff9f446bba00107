using System.Text;
using Iskra.Channels;
using Iskra.Gateway.Fanout;
using Iskra.Gateway.Observability;
using Iskra.Gateway.Protocol;
using Iskra.Gateway.Security;
using Iskra.Gateway.Sessions;

namespace Iskra.Tests.Unit.Sessions;

public sealed class SessionPositionTests : ISessionConnection
{
    private readonly ManualTime _time = new();
    private readonly FakeTransport _transport = new();
    private readonly Session _session;

    public SessionPositionTests()
    {
        var opening = new SessionOpening
        {
            Endpoint = SessionEndpoint.Pulse,
            Caller = Caller.Anonymous,
            Transport = "websocket",
            Outbox = new Outbox(new OutboxLimits(1 << 20, 8_192, false, OutboxLimits.DefaultBatchDelay), _transport, _time),
            Connection = this,
            Metrics = new RealtimeMetrics(new MetricRegistry(), _time).Endpoint("pulse"),
        };
        _session = new Session("id", opening, 1, isResumed: false);
    }

    [Fact]
    public void What_is_saved_is_what_the_client_confirmed_and_never_more()
    {
        var subscription = Add("log/x", new ChannelPosition("a", 0));
        Deliver(subscription, 1);
        Mark();
        Deliver(subscription, 2);
        Assert.Equal(0, Saved());
        Assert.True(_session.TryConfirm(1));
        Assert.Equal(1, Saved());
        Assert.False(_session.TryConfirm(1));
        Deliver(subscription, 3);
        Mark();
        Assert.Equal(1, Saved());
        Assert.False(_session.TryConfirm(1));
        Assert.True(_session.TryConfirm(2));
        Assert.Equal(3, Saved());
    }

    [Fact]
    public void Who_starts_now_is_saved_where_it_started()
    {
        var subscription = Add("log/x", null);
        subscription.Begin(new ChannelPosition("a", 7));
        Assert.Equal(7, Saved());
    }

    [Fact]
    public void The_cursor_speaks_of_what_was_sent()
    {
        var subscription = Add("log/x", new ChannelPosition("a", 0));
        Deliver(subscription, 1);
        Assert.True(Cursor.TryDecode(_session.Cursor(), out var positions));
        Assert.Equal(new ChannelPosition("a", 1), positions["log/x"]);
    }

    [Fact]
    public void Defaults_do_not_count_towards_the_limit()
    {
        Assert.True(_session.TryAdd("pulse", null, isDefault: true, 2, out _));
        Assert.True(_session.TryAdd("a", null, isDefault: false, 2, out _));
        Assert.True(_session.TryAdd("b", null, isDefault: false, 2, out _));
        Assert.False(_session.TryAdd("c", null, isDefault: false, 2, out var none));
        Assert.Null(none);
        Assert.False(_session.TryAdd("a", null, isDefault: false, 2, out var present));
        Assert.NotNull(present);
        _session.Remove("a");
        Assert.True(_session.TryAdd("c", null, isDefault: false, 2, out _));
    }

    void ISessionConnection.Close(ushort code, string reason, bool dropWaiting)
    {
    }

    void ISessionConnection.Abort()
    {
    }

    void ISessionConnection.SendHeartbeat(long number)
    {
    }

    private static void Deliver(ChannelSubscription subscription, long seq) => subscription.Deliver(new EncodedBatch([EventEncoder.Encode(
        "log/x", ChannelKind.Log, "a", new ChannelEvent(seq, 0, new EventDraft($"{seq}", "message", 0, "test", Encoding.UTF8.GetBytes("1"))))]));

    private ChannelSubscription Add(string channel, ChannelPosition? from)
    {
        Assert.True(_session.TryAdd(channel, from, isDefault: false, 100, out var subscription));
        if (from is { } position)
        {
            subscription!.Begin(position);
        }

        return subscription!;
    }

    private void Mark()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        _session.Outbox.Tick(TimeSpan.FromSeconds(1));
        _session.Outbox.Tick(TimeSpan.FromSeconds(1));
    }

    private long? Saved() => Assert.Single(_session.Saved()).Position?.Seq;
}
