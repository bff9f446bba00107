using System.Net;
using System.Text.Json;
using Iskra.Gateway.Sessions;
using Iskra.Tests.Gateway.Sockets;
using Iskra.Tests.Gateway.Transports;

namespace Iskra.Tests.Gateway.Live;

/// <summary>Frames for a session that lives on another gateway of the cluster (protocol section 5).</summary>
public sealed class ForwardedMessageTests
{
    [Fact]
    public async Task A_subscription_through_another_gateway_reaches_the_stream()
    {
        await using var one = await TestGateway.StartAsync();
        await using var two = await TestGateway.StartAsync(cluster: one.Cluster);
        using var stream = await SseLines.OpenAsync(one.Http("/api/v2/events/stream?channels=log/first"));
        var session = (await stream.EventAsync("connection_established")).GetProperty("session").GetString()!;
        await stream.BegunAsync();
        var replies = await PostAsync(two, session, """[{"type":"subscribe","channels":["log/second"],"ref":7},{"type":"ping","timestamp":5}]""");
        Assert.Equal(["subscribed", "pong"], replies.Select(static reply => reply.GetProperty("type").GetString()));
        Assert.Equal(7, replies[0].GetProperty("ref").GetInt32());
        await PublishAsync(two, "log/second");
        var item = await stream.EventAsync("message");
        Assert.Equal("log/second", item.GetProperty("channel").GetString());
        replies = await PostAsync(two, session, """{"type":"unsubscribe","channels":["log/second"]}""");
        Assert.Equal("unsubscribed", Assert.Single(replies).GetProperty("type").GetString());
        await PublishAsync(two, "log/second");
        await PublishAsync(two, "log/first");
        Assert.Equal("log/first", (await stream.EventAsync("message")).GetProperty("channel").GetString());
    }

    [Fact]
    public async Task A_session_that_nobody_knows_is_not_found()
    {
        await using var gateway = await TestGateway.StartAsync();
        var reply = Assert.Single(await PostAsync(gateway, SessionId.Create(), """{"type":"subscribe","channels":["slo"],"ref":"r"}"""));
        Assert.Equal("not_found", reply.GetProperty("code").GetString());
        Assert.Equal("r", reply.GetProperty("ref").GetString());
        using var bound = Bound.Start();
        using var http = new HttpClient();
        using var body = new StringContent("""{"type":"subscribe","channels":["slo"]}""");
        using var response = await http.PostAsync(gateway.Http("/api/v2/messages?session=no-id-at-all"), body, bound.Token);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_session_of_another_user_is_not_found_through_another_gateway_either()
    {
        await using var one = await TestGateway.StartAsync();
        await using var two = await TestGateway.StartAsync(cluster: one.Cluster);
        await using var socket = await TestSocket.ConnectAsync(one.Address(path: $"/ws/dashboard?token={Tokens.For("7")}"));
        const string Frame = """{"type":"subscribe","channels":["log/mine"]}""";
        Assert.Equal("not_found", Assert.Single(await PostAsync(two, socket.Session, Frame)).GetProperty("code").GetString());
        Assert.Equal("not_found", Assert.Single(await PostAsync(two, socket.Session, Frame, Tokens.For("8"))).GetProperty("code").GetString());
        Assert.Equal("subscribed", Assert.Single(await PostAsync(two, socket.Session, Frame, Tokens.For("7"))).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_session_whose_connection_has_gone_says_to_connect_first()
    {
        await using var one = await TestGateway.StartAsync();
        await using var two = await TestGateway.StartAsync(cluster: one.Cluster);
        await using var socket = await TestSocket.ConnectAsync(one.Address());
        await socket.CloseAsync();
        await Eventually.TrueAsync(() => one.Get<SessionRegistry>().Count == 0, "the connection is gone");
        await Eventually.TrueAsync(
            async () => (await PostAsync(two, socket.Session, """{"type":"subscribe","channels":["slo"]}"""))[0] is var reply
                && reply.GetProperty("code").GetString() == "not_found"
                && reply.GetProperty("message").GetString()!.Contains("connect first", StringComparison.Ordinal),
            "the session is known to be without a connection");
    }

    private static async Task<List<JsonElement>> PostAsync(TestGateway gateway, string session, string frames, string? token = null)
    {
        using var bound = Bound.Start();
        using var http = new HttpClient();
        using var body = new StringContent(frames);
        using var response = await http.PostAsync(
            gateway.Http($"/api/v2/messages?session={session}{(token is null ? "" : "&token=" + token)}"), body, bound.Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(bound.Token));
        return [.. answer.GetProperty("replies").EnumerateArray()];
    }

    private static async Task PublishAsync(TestGateway gateway, string channel)
    {
        using var bound = Bound.Start();
        using var http = new HttpClient();
        using var body = new StringContent($$"""{"type":"publish","channel":"{{channel}}","data":{"n":1} }""");
        using var response = await http.PostAsync(gateway.Http($"/api/v2/messages?token={Tokens.For("7")}"), body, bound.Token);
        Assert.Contains("\"published\"", await response.Content.ReadAsStringAsync(bound.Token), StringComparison.Ordinal);
    }
}
