using System.Globalization;
using System.Text.Json;
using Iskra.Tests.Wire;

namespace Iskra.Tests.Scenarios;

[Collection("one at a time")]
public sealed class Scenario04StabilityTests(World world)
{
    private const string Scenario = "4 Stability and reconnect";

    [Fact]
    public async Task A_cut_connection_continues_where_it_was()
    {
        var token = TestToken.For("scenario");
        await using var publisher = await WireClient.ConnectAsync(world.Server.Socket("/ws/dashboard?token=" + token));
        var channel = "log/scenario-" + Guid.NewGuid().ToString("n");
        var first = await WireClient.ConnectAsync(world.Server.Socket("/ws/dashboard"));
        await first.AskAsync($$"""{"type":"subscribe","channels":["{{channel}}"]}""");
        await PublishAsync(publisher, channel, 1, 20);
        for (var n = 1; n <= 20; n++)
        {
            await EventAsync(first, channel, n);
        }

        var cursor = (await first.AskAsync("""{"type":"ping"}""")).GetProperty("cursor").GetString();
        first.Cut();
        await PublishAsync(publisher, channel, 21, 60);
        await using var second = await WireClient.ConnectAsync(world.Server.Socket($"/ws/dashboard?session={first.Session}&cursor={cursor}"));
        world.Report.Time(Scenario, "/ws/dashboard", "reconnect and replay", second.Connected, limitMs: 5_000, targetMs: 185);
        world.Report.Holds(Scenario, "/ws/dashboard", "the session is resumed", second.Established.GetProperty("resumed").GetBoolean());
        await PublishAsync(publisher, channel, 61, 70);
        for (var n = 21; n <= 70; n++)
        {
            await EventAsync(second, channel, n);
        }

        world.Report.Holds(Scenario, "/ws/dashboard", "50 events after the cut: nothing lost, doubled or reordered", !second.Kept.Any(frame => Channel(frame) == channel));
        await first.DisposeAsync();
    }

    [Fact]
    public async Task A_killed_server_comes_back_with_all_it_acknowledged()
    {
        await using var server = await ServerProcess.StartAsync(("ConnectionStrings:Iskra", world.Connection));
        var token = TestToken.For("crash");
        var channel = "log/crash-" + Guid.NewGuid().ToString("n");
        var metric = "crash_" + Guid.NewGuid().ToString("n")[..8];
        var watcher = await WireClient.ConnectAsync(server.Socket("/ws/dashboard?token=" + token));
        var epoch = (await watcher.AskAsync($$"""{"type":"subscribe","channels":["{{channel}}"]}""")).GetProperty("positions").GetProperty(channel).GetProperty("epoch").GetString();
        var load = new LoadUntilKilled(server, token, channel, metric);
        var running = load.RunAsync();
        await load.Underway;
        await server.KillAsync();
        await running;

        var clock = System.Diagnostics.Stopwatch.StartNew();
        await server.StartAsync();
        await using var back = await WireClient.ConnectAsync(server.Socket($"/ws/dashboard?token={token}&session={watcher.Session}"));
        world.Report.Time(Scenario, "kill -9", "start again and resume", clock.Elapsed, limitMs: 10_000, targetMs: 5_000);
        world.Report.Holds(Scenario, "kill -9", "the session is resumed", back.Established.GetProperty("resumed").GetBoolean());

        var stored = await world.QueryAsync<long>($"select count(distinct value) from metrics where metric_name = '{metric}'");
        world.Report.Holds(Scenario, "kill -9", $"the {load.Samples} acknowledged samples are there", stored >= load.Samples, stored);
        var log = await ReadLogAsync(back, channel);
        world.Report.Holds(Scenario, "kill -9", $"the {load.Events} acknowledged events are there", log.Length >= load.Events, log.Length);
        world.Report.Holds(Scenario, "kill -9", "the log has no gap", log.SequenceEqual(Enumerable.Range(1, log.Length).Select(n => (long)n)));
        var after = await back.AskAsync($$"""{"type":"publish","channel":"{{channel}}","data":{"n":0} }""");
        world.Report.Holds(Scenario, "kill -9", "the epoch and the numbers go on", after.GetProperty("epoch").GetString() == epoch && after.GetProperty("seq").GetInt64() == log.Length + 1);
        await watcher.DisposeAsync();
    }

    private static async Task PublishAsync(WireClient publisher, string channel, int from, int to)
    {
        for (var n = from; n <= to; n++)
        {
            var reply = await publisher.AskAsync($$"""{"type":"publish","channel":"{{channel}}","data":{"n":{{n}}} }""");
            Assert.Equal("published", WireClient.TypeOf(reply));
        }
    }

    private static async Task EventAsync(WireClient client, string channel, int n)
    {
        var next = await client.UntilAsync(frame => Channel(frame) == channel && WireClient.TypeOf(frame) == "message");
        Assert.Equal((n, (long)n), (next.GetProperty("data").GetProperty("n").GetInt32(), next.GetProperty("seq").GetInt64()));
    }

    private static async Task<long[]> ReadLogAsync(WireClient client, string channel)
    {
        var seqs = new List<long>();
        long? before = null;
        while (true)
        {
            var page = await client.AskAsync(string.Create(CultureInfo.InvariantCulture, $"{{\"type\":\"history\",\"channel\":\"{channel}\",\"limit\":1000{(before is null ? "" : $",\"before\":{before}")}}}"));
            var events = page.GetProperty("events").EnumerateArray().Select(item => item.GetProperty("seq").GetInt64()).ToArray();
            seqs.InsertRange(0, events);
            if (!page.GetProperty("has_more").GetBoolean())
            {
                return [.. seqs];
            }

            before = events[0];
        }
    }

    private static string? Channel(JsonElement frame) => frame.TryGetProperty("channel", out var channel) ? channel.GetString() : null;
}
