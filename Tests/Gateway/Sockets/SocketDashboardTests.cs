using System.Net.WebSockets;
using Iskra.Gateway.Hosting;
using Iskra.Tests.Gateway.Live;

namespace Iskra.Tests.Gateway.Sockets;

/// <summary>What a client of the dashboards sees (protocol section 2).</summary>
public sealed class SocketDashboardTests
{
    [Theory]
    [InlineData(ListenPort.Pulse, "/", "pulse")]
    [InlineData(ListenPort.Seams, "/realtime", "seams")]
    [InlineData(ListenPort.Voices, "/ws", "voices")]
    [InlineData(ListenPort.Main, "/ws/dashboard", "dashboard")]
    public async Task Each_endpoint_greets_with_its_dashboard(ListenPort port, string path, string dashboard)
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var socket = await TestSocket.ConnectAsync(gateway.Address(port, path));
        Assert.Equal("connection_established", socket.Greeting.GetProperty("type").GetString());
        Assert.Equal(dashboard, socket.Greeting.GetProperty("dashboard").GetString());
        Assert.False(socket.Greeting.GetProperty("resumed").GetBoolean());
        Assert.Equal(30_000, socket.Greeting.GetProperty("heartbeat_interval").GetInt32());
    }

    [Fact]
    public async Task Ping_and_heartbeat_are_answered()
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var socket = await TestSocket.ConnectAsync(gateway.Address());
        var pong = await socket.AskAsync("""{"type":"ping","timestamp":17.25,"ref":"a"}""", "pong");
        Assert.Equal(17.25, pong.GetProperty("timestamp").GetDouble());
        Assert.Equal("a", pong.GetProperty("ref").GetString());
        await socket.AskAsync("""{"type":"heartbeat"}""", "heartbeat_ack");
        await socket.ReceiveAsync("pong");
    }

    [Fact]
    public async Task A_value_is_acknowledged_and_seen_by_who_follows_the_metric()
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var socket = await TestSocket.ConnectAsync(gateway.Address());
        var subscribed = await socket.SubscribeAsync("clarity");
        Assert.Equal("ok", subscribed.GetProperty("status").GetString());
        await socket.SendAsync("""{"type":"metrics","data":{"clarity":0.81}}""");

        // The value goes its own way to those who follow it, and may be here before the reply.
        var frames = await socket.ReceiveEachAsync("metrics_received", "metrics");
        Assert.Equal(0.81, frames[1].GetProperty("data").GetProperty("clarity").GetDouble());
        var updated = await socket.AskAsync("""{"type":"metric_update","metric":"clarity","value":0.3}""", "metric_updated");
        Assert.Equal("critical", updated.GetProperty("state").GetString());
    }

    [Fact]
    public async Task What_is_published_reaches_every_follower_in_order()
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var publisher = await ConnectUserAsync(gateway);
        await using var follower = await TestSocket.ConnectAsync(gateway.Address());
        await follower.SubscribeAsync("log/order");
        for (var i = 1; i <= 100; i++)
        {
            await publisher.SendAsync($$"""{"type":"publish","channel":"log/order","data":{"n":{{i}}},"ref":{{i}} }""");
        }

        Assert.Equal(Enumerable.Range(1, 100).Select(static seq => (long)seq), await follower.SeqsAsync("log/order", 100));
        for (var i = 1; i <= 100; i++)
        {
            Assert.Equal(i, (await publisher.ReceiveAsync("published")).GetProperty("ref").GetInt32());
        }
    }

    [Fact]
    public async Task History_comes_oldest_first()
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var socket = await ConnectUserAsync(gateway);
        for (var i = 1; i <= 5; i++)
        {
            await socket.AskAsync($$"""{"type":"publish","channel":"log/past","data":{"n":{{i}}} }""", "published");
        }

        var history = await socket.AskAsync("""{"type":"history","channel":"log/past","before":5,"limit":3}""", "history");
        Assert.Equal([2, 3, 4], history.GetProperty("events").EnumerateArray().Select(static item => item.GetProperty("seq").GetInt32()));
        Assert.True(history.GetProperty("has_more").GetBoolean());
    }

    [Fact]
    public async Task Subscriptions_are_limited_and_checked_one_by_one()
    {
        await using var gateway = await TestGateway.StartAsync(["--Gateway:MaxSubscriptions=2"]);
        await using var socket = await TestSocket.ConnectAsync(gateway.Address());
        var reply = await socket.SubscribeAsync("a", "NOT VALID", "user/7", "b", "c");
        Assert.Equal("partial", reply.GetProperty("status").GetString());
        Assert.Equal(["a", "b"], reply.GetProperty("channels").EnumerateArray().Select(static item => item.GetString()));
        Assert.Equal(
            ["invalid_field", "forbidden", "too_many_subscriptions"],
            reply.GetProperty("rejected").EnumerateArray().Select(static item => item.GetProperty("code").GetString()));
        await socket.AskAsync("""{"type":"unsubscribe","channels":["a"]}""", "unsubscribed");
        Assert.Equal("ok", (await socket.SubscribeAsync("c")).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("", "empty_message")]
    [InlineData("{", "invalid_json")]
    [InlineData("[]", "invalid_message")]
    [InlineData("{\"type\":\"surprise\"}", "unknown_type")]
    [InlineData("{\"type\":\"subscribe\",\"channels\":[]}", "invalid_field")]
    [InlineData("{\"type\":\"metrics\",\"data\":{\"clarity\":1.5}}", "invalid_field")]
    [InlineData("{\"type\":\"metrics\",\"data\":{\"error_rate_percent\":1}}", "forbidden")]
    [InlineData("{\"type\":\"publish\",\"channel\":\"room/a\",\"data\":{\"n\":1}}", "forbidden")]
    [InlineData("{\"type\":\"ack_alert\",\"fingerprint\":\"0123456789abcdef\"}", "not_found")]
    public async Task Bad_input_is_answered_and_the_connection_stays(string message, string code)
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var socket = await TestSocket.ConnectAsync(gateway.Address());
        Assert.Equal(code, (await socket.AskAsync(message, "error")).GetProperty("code").GetString());
        await socket.AskAsync("""{"type":"ping"}""", "pong");
    }

    [Fact]
    public async Task A_binary_message_is_refused_and_the_connection_stays()
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var socket = await TestSocket.ConnectAsync(gateway.Address());
        await socket.SendAsync("x", WebSocketMessageType.Binary);
        Assert.Equal("binary_not_supported", (await socket.ReceiveAsync("error")).GetProperty("code").GetString());
        await socket.AskAsync("""{"type":"ping"}""", "pong");
    }

    [Fact]
    public async Task Messages_over_the_rate_are_refused_and_the_connection_stays()
    {
        await using var gateway = await ClockedGateway.StartAsync("--Gateway:MessagesPerSecond=1", "--Gateway:MessageBurst=5");
        await using var socket = await TestSocket.ConnectAsync(gateway.Address());
        for (var i = 0; i < 6; i++)
        {
            await socket.SendAsync("""{"type":"pong"}""");
        }

        var error = await socket.ReceiveAsync("error");
        Assert.Equal("rate_limited", error.GetProperty("code").GetString());
        Assert.InRange(error.GetProperty("retry_after").GetDouble(), 0.001, 1);
    }

    [Fact]
    public async Task Compression_is_agreed_on_and_used_both_ways()
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var socket = await TestSocket.ConnectAsync(
            gateway.Address(path: $"/ws/dashboard?token={Tokens.For("7")}"), static options => options.DangerousDeflateOptions = new WebSocketDeflateOptions());
        await socket.SubscribeAsync("room/big");
        var text = new string('x', 100_000);
        await socket.SendAsync($$"""{"type":"publish","channel":"room/big","data":{"text":"{{text}}"} }""");
        Assert.Equal(text, (await socket.ReceiveAsync("message")).GetProperty("data").GetProperty("text").GetString());
    }

    [Fact]
    public async Task Batches_hold_several_messages_in_order()
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var publisher = await ConnectUserAsync(gateway);
        await using var follower = await TestSocket.ConnectAsync(gateway.Address(path: "/ws/dashboard?batch=true"));
        await follower.SubscribeAsync("room/batch");
        for (var i = 1; i <= 120; i++)
        {
            await publisher.SendAsync($$"""{"type":"publish","channel":"room/batch","data":{"n":{{i}}} }""");
        }

        var seqs = new List<long>();
        while (seqs.Count < 120)
        {
            var frame = await follower.ReceiveAsync();
            var messages = frame.GetProperty("type").GetString() == "batch" ? frame.GetProperty("messages").EnumerateArray().ToArray() : [frame];
            Assert.InRange(messages.Length, 1, 50);
            seqs.AddRange(messages.Where(static message => message.GetProperty("type").GetString() == "message").Select(static message => message.GetProperty("seq").GetInt64()));
        }

        Assert.Equal(Enumerable.Range(1, 120).Select(static seq => (long)seq), seqs);
    }

    [Fact]
    public async Task A_bad_token_is_told_and_closed()
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var socket = await TestSocket.ConnectAsync(gateway.Address(path: "/ws/dashboard?token=nonsense"));
        Assert.Equal("unauthorized", socket.Greeting.GetProperty("code").GetString());
        Assert.Equal(1008, (await socket.ReceiveCloseAsync()).Code);
    }

    [Fact]
    public async Task Too_many_connections_are_told_and_closed()
    {
        await using var gateway = await TestGateway.StartAsync(["--Gateway:MaxConnections=1"]);
        await using var first = await TestSocket.ConnectAsync(gateway.Address());
        await using var second = await TestSocket.ConnectAsync(gateway.Address());
        Assert.Equal("overloaded", second.Greeting.GetProperty("code").GetString());
        Assert.Equal(1013, (await second.ReceiveCloseAsync()).Code);
        await first.CloseAsync();
        await using var third = await TestSocket.ConnectWhenThereIsRoomAsync(gateway.Address());
    }

    [Fact]
    public async Task A_gateway_that_stops_says_when_to_come_back()
    {
        await using var gateway = await ClockedGateway.StartAsync("--Gateway:DrainMs=20000");
        await using var socket = await TestSocket.ConnectAsync(gateway.Address());
        var stopping = gateway.StopAsync();
        var (code, reason) = await socket.AnswerCloseAsync();
        await stopping;
        Assert.Equal(1012, code);
        Assert.Matches(@"^retry_after=\d+\.\d$", reason);
    }

    private static Task<TestSocket> ConnectUserAsync(TestGateway gateway) =>
        TestSocket.ConnectAsync(gateway.Address(path: $"/ws/dashboard?token={Tokens.For("7")}"));
}
