using System.Net;
using System.Net.WebSockets;
using Iskra.Tests.Wire;

namespace Iskra.Tests.Scenarios;

[Collection("one at a time")]
public sealed class Scenario10SecurityTests(World world)
{
    private const string Scenario = "10 Security";

    [Fact]
    public async Task A_foreign_origin_gets_no_socket_and_no_page_data()
    {
        var refused = await Assert.ThrowsAsync<WebSocketException>(() =>
            WireClient.ConnectAsync(world.Server.Socket("/ws/dashboard"), options => options.SetRequestHeader("Origin", "https://evil.example")));
        world.Report.Holds(Scenario, "/ws/dashboard", "a foreign origin is refused", refused.Message.Contains("403", StringComparison.Ordinal), refused.Message);

        using var http = new HttpClient { BaseAddress = world.Server.Http };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v2/metrics");
        request.Headers.Add("Origin", "https://evil.example");
        using var answer = await http.SendAsync(request);
        world.Report.Holds(Scenario, "/api/v2/metrics", "no CORS for it", !answer.Headers.Contains("Access-Control-Allow-Origin"));
        world.Report.Holds(Scenario, "/api/v2/metrics", "nosniff", answer.Headers.TryGetValues("X-Content-Type-Options", out var values) && values.Single() == "nosniff");
    }

    [Fact]
    public async Task A_token_that_nobody_signed_is_refused()
    {
        string[] tokens =
        [
            TestToken.Sign("""{"alg":"none"}""", """{"sub":"1","exp":9999999999}""", "x")[..^5],
            TestToken.Sign("""{"alg":"HS256"}""", """{"sub":"1","exp":9999999999}""", "another key that is long enough too"),
            TestToken.Sign("""{"alg":"HS256"}""", """{"sub":"1","exp":1}""", TestToken.SigningKey),
            "not.a.token",
        ];
        foreach (var token in tokens)
        {
            await using var client = new RefusedClient();
            var (code, status) = await client.ConnectAsync(world.Server.Socket("/ws/dashboard?token=" + token));
            world.Report.Holds(Scenario, "/ws/dashboard", "a bad token", code is "unauthorized" or "token_expired" && status is 1008 or 4001, $"{code}, {status}");
        }
    }

    [Fact]
    public async Task Text_of_clients_is_data()
    {
        await using var client = await WireClient.ConnectAsync(world.Server.Socket("/ws/dashboard?token=" + TestToken.For("text")));
        const string Attack = "'; drop table metrics; -- <script>alert(1)</script>";
        var channel = "log/text-" + Guid.NewGuid().ToString("n");
        await client.AskAsync($$"""{"type":"publish","channel":"{{channel}}","data":{"text":"{{Attack}}"} }""");
        var history = await client.AskAsync($$"""{"type":"history","channel":"{{channel}}"}""");
        world.Report.Holds(Scenario, "publish", "comes back as it was", history.GetProperty("events")[0].GetProperty("data").GetProperty("text").GetString() == Attack);
        world.Report.Holds(Scenario, "publish", "the tables are there", await world.QueryAsync<long>("select count(*) from metrics") >= 0);
    }

    [Fact]
    public async Task Nobody_reads_the_channel_of_another_user()
    {
        await using var client = await WireClient.ConnectAsync(world.Server.Socket("/ws/dashboard?token=" + TestToken.For("ann")));
        var reply = await client.AskAsync("""{"type":"subscribe","channels":["user/ann","user/bob","chat/1"]}""");
        var rejected = reply.GetProperty("rejected").EnumerateArray().Select(item => item.GetProperty("channel").GetString()).ToArray();
        world.Report.Holds(Scenario, "subscribe", "user/bob is rejected, user/ann is not", rejected.Contains("user/bob") && !rejected.Contains("user/ann"), string.Join(',', rejected));
    }

    [Fact]
    public async Task A_session_belongs_to_its_user()
    {
        var ann = await WireClient.ConnectAsync(world.Server.Socket("/ws/dashboard?token=" + TestToken.For("ann")));
        ann.Cut();
        await using var bob = await WireClient.ConnectAsync(world.Server.Socket($"/ws/dashboard?session={ann.Session}&token={TestToken.For("bob")}"));
        world.Report.Holds(Scenario, "/ws/dashboard", "another user does not resume it", !bob.Established.GetProperty("resumed").GetBoolean() && bob.Session != ann.Session);
        await ann.DisposeAsync();
    }

    [Fact]
    public async Task A_flood_is_limited_and_then_closed()
    {
        await using var client = await WireClient.ConnectAsync(world.Server.Socket("/", world.Server.PulsePort));
        var flood = Task.Run(() => FloodAsync(client));
        var limited = await client.NextAsync("error", TimeSpan.FromSeconds(20));
        world.Report.Holds(Scenario, "pulse", "rate_limited with retry_after", limited.GetProperty("code").GetString() == "rate_limited" && limited.GetProperty("retry_after").GetDouble() > 0);
        world.Report.Holds(Scenario, "pulse", "closed with 1008 after 10 s of it", await client.ClosedAsync(TimeSpan.FromSeconds(40)) == 1008, client.CloseStatus);
        await flood;
    }

    [Fact]
    public async Task Secrets_are_in_no_answer()
    {
        using var http = new HttpClient { BaseAddress = world.Server.Http };
        foreach (var path in new[] { "/health/realtime", "/metrics", "/ready", "/openapi/v1.json", "/asyncapi.json" })
        {
            using var answer = await http.GetAsync(path);
            var body = await answer.Content.ReadAsStringAsync();
            world.Report.Holds(Scenario, path, "no secret", answer.StatusCode == HttpStatusCode.OK && !body.Contains(TestToken.SigningKey, StringComparison.Ordinal) && !body.Contains("Password", StringComparison.OrdinalIgnoreCase), (int)answer.StatusCode);
        }
    }

    private static async Task FloodAsync(WireClient client)
    {
        try
        {
            while (client.State == WebSocketState.Open)
            {
                await client.SendAsync("""{"type":"pong"}""");
            }
        }
        catch (Exception closed) when (closed is WebSocketException or InvalidOperationException or IOException)
        {
        }
    }
}
