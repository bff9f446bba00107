using System.Text.Json;
using Iskra.Gateway.Hosting;
using Iskra.Tests.Gateway.Transports;

namespace Iskra.Tests.Gateway.Http;

public sealed class MessagesApiTests(GatewayHost host)
{
    [Fact]
    public async Task Replies_come_in_the_order_of_the_frames()
    {
        var replies = await PostAsync("""[{"type":"ping","timestamp":5,"ref":"a"},{"type":"nonsense","ref":2},{"type":"metrics","data":{"trust":0.7}},7]""");
        Assert.Equal(["pong", "error", "metrics_received", "error"], replies.Select(reply => reply.GetProperty("type").GetString()));
        Assert.Equal("a", replies[0].GetProperty("ref").GetString());
        Assert.Equal(5, replies[0].GetProperty("timestamp").GetInt32());
        Assert.Equal("unknown_type", replies[1].GetProperty("code").GetString());
        Assert.Equal("invalid_message", replies[3].GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_single_frame_needs_no_array() =>
        Assert.Equal("pong", Assert.Single(await PostAsync("""{"type":"ping"}""")).GetProperty("type").GetString());

    [Fact]
    public async Task A_subscription_without_a_session_says_what_is_missing()
    {
        var reply = Assert.Single(await PostAsync("""{"type":"subscribe","channels":["slo"]}"""));
        Assert.Equal("not_found", reply.GetProperty("code").GetString());
        Assert.Contains("?session=", reply.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publishing_needs_a_token()
    {
        const string Frame = """{"type":"publish","channel":"log/messages-api","data":{"a":1}}""";
        Assert.Equal("forbidden", Assert.Single(await PostAsync(Frame)).GetProperty("code").GetString());
        Assert.Equal("published", Assert.Single(await PostAsync(Frame, Tokens.For("ann"))).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_hundred_frames_are_taken_and_one_more_is_not()
    {
        Assert.Equal(100, (await PostAsync(Pings(100), Tokens.For("hundred"))).Count);
        using var response = await SendAsync(Pings(101), Tokens.For("hundred"));
        Assert.Equal(400, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_sender_over_its_rate_is_told_when_to_go_on()
    {
        await using var gateway = await TestGateway.StartAsync(configure: TestGateway.StopClockOfRates);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        http.BaseAddress = gateway.Http();
        for (var burst = new GatewayOptions().MessageBurst; burst > 0; burst -= 100)
        {
            using var taken = await SendAsync(http, Pings(100), Tokens.For("hasty"));
            Assert.Equal(200, (int)taken.StatusCode);
        }

        using var refused = await SendAsync(http, Pings(100), Tokens.For("hasty"));
        Assert.Equal(429, (int)refused.StatusCode);
        Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        Assert.Contains("\"rate_limited\"", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var patient = await SendAsync(http, Pings(1), Tokens.For("patient"));
        Assert.Equal(200, (int)patient.StatusCode);
    }

    [Fact]
    public async Task A_body_over_one_mebibyte_is_refused()
    {
        using var response = await SendAsync($$"""{"type":"ping","x":"{{new string('a', 1 << 20)}}"}""", null);
        Assert.Equal(413, (int)response.StatusCode);
        Assert.Contains("\"message_too_large\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static string Pings(int count) => "[" + string.Join(',', Enumerable.Repeat("""{"type":"ping"}""", count)) + "]";

    private async Task<List<JsonElement>> PostAsync(string body, string? token = null)
    {
        using var response = await SendAsync(body, token);
        var answer = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return [.. answer.GetProperty("replies").EnumerateArray()];
    }

    private Task<HttpResponseMessage> SendAsync(string body, string? token) => SendAsync(host.Http, body, token);

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, string body, string? token)
    {
        using var bound = Bound.Start();
        using var request = token is null ? new HttpRequestMessage(HttpMethod.Post, "/api/v2/messages") : GatewayHost.WithToken(HttpMethod.Post, "/api/v2/messages", token);
        request.Content = new StringContent(body);
        return await http.SendAsync(request, bound.Token);
    }
}
