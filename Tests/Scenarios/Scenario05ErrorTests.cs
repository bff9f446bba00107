using System.Net.WebSockets;
using System.Text;
using Iskra.Tests.Unit.Protocol;
using Iskra.Tests.Wire;

namespace Iskra.Tests.Scenarios;

[Collection("one at a time")]
public sealed class Scenario05ErrorTests(World world)
{
    private const string Scenario = "5 Errors";

    [Fact]
    public async Task Every_bad_frame_is_answered_and_the_connection_lives()
    {
        await using var client = await WireClient.ConnectAsync(world.Server.Socket("/", world.Server.PulsePort));
        var wrong = new List<string>();
        foreach (var (json, code, field) in BadFrames.All.Select(row => row.Data))
        {
            await client.SendAsync(json);
            var error = await client.NextAsync("error");
            var found = (error.GetProperty("code").GetString(), error.TryGetProperty("field", out var name) ? name.GetString() : null);
            if (found != (code, field) || error.GetProperty("message").GetString()!.Length == 0)
            {
                wrong.Add($"{json} -> {found}");
            }
        }

        world.Report.Holds(Scenario, "pulse", $"{BadFrames.All.Count} bad frames answered as the contract says", wrong.Count == 0, wrong.Count == 0 ? "all" : string.Join("; ", wrong));
        world.Report.Holds(Scenario, "pulse", "the connection is alive", WireClient.TypeOf(await client.AskAsync("""{"type":"ping"}""")) == "pong");
    }

    [Theory]
    [InlineData("binary", "binary_not_supported")]
    [InlineData("value out of range", "invalid_field")]
    [InlineData("a metric of Iskra itself", "forbidden")]
    [InlineData("publish without a token", "forbidden")]
    [InlineData("publish where nobody may", "forbidden")]
    [InlineData("unknown alert", "not_found")]
    public async Task What_only_the_server_can_know_is_refused_and_the_connection_lives(string what, string code)
    {
        await using var client = await WireClient.ConnectAsync(world.Server.Socket(what.Contains("nobody", StringComparison.Ordinal) ? "/ws/dashboard?token=" + TestToken.For("a") : "/ws/dashboard"));
        await (what switch
        {
            "binary" => client.SendAsync([1, 2, 3], WebSocketMessageType.Binary),
            "value out of range" => client.SendAsync("""{"type":"metrics","data":{"clarity":1.01}}"""),
            "a metric of Iskra itself" => client.SendAsync("""{"type":"metrics","data":{"availability_percent":100}}"""),
            "publish without a token" => client.SendAsync("""{"type":"publish","channel":"room/a","data":{"a":1}}"""),
            "publish where nobody may" => client.SendAsync("""{"type":"publish","channel":"slo","data":{"a":1}}"""),
            _ => client.SendAsync("""{"type":"ack_alert","fingerprint":"0123456789abcdef"}"""),
        });
        var error = await client.NextAsync("error");
        world.Report.Holds(Scenario, "/ws/dashboard", what, error.GetProperty("code").GetString() == code, error.GetProperty("code"));
        Assert.Equal("pong", WireClient.TypeOf(await client.AskAsync("""{"type":"ping"}""")));
    }

    [Fact]
    public async Task A_message_over_a_mebibyte_is_refused_and_closed()
    {
        await using var client = await WireClient.ConnectAsync(world.Server.Socket("/", world.Server.PulsePort));
        var sending = client.SendAsync(Encoding.ASCII.GetBytes(new string('x', (1 << 20) + 1)), WebSocketMessageType.Text);
        var error = await client.NextAsync("error");
        world.Report.Holds(Scenario, "pulse", "too large", error.GetProperty("code").GetString() == "message_too_large");
        world.Report.Holds(Scenario, "pulse", "closed with 1009", await client.ClosedAsync() == 1009, client.CloseStatus);
        await Task.WhenAny(sending);
    }

    [Fact]
    public async Task After_all_of_it_the_process_is_healthy()
    {
        using var http = new HttpClient { BaseAddress = world.Server.Http };
        foreach (var path in new[] { "/health", "/ready", "/health/realtime" })
        {
            using var answer = await http.GetAsync(path);
            world.Report.Holds(Scenario, path, "status", answer.IsSuccessStatusCode, (int)answer.StatusCode);
        }
    }
}
