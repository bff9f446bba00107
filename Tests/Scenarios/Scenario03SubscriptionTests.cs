using System.Text.Json;
using Iskra.Tests.Wire;

namespace Iskra.Tests.Scenarios;

[Collection("one at a time")]
public sealed class Scenario03SubscriptionTests(World world)
{
    private const string Scenario = "3 Subscriptions";

    [Fact]
    public async Task A_subscribed_metric_is_updated_until_it_is_unsubscribed()
    {
        foreach (var (name, port) in world.Dashboards)
        {
            await using var client = await WireClient.ConnectAsync(world.Server.Socket("/", port));
            await client.AskAsync("""{"type":"metrics","data":{"clarity":0.8,"trust":0.8}}""");
            var (subscribed, took) = await client.TimeAsync("""{"type":"subscribe","channels":["clarity","trust"]}""");
            world.Report.Time(Scenario, name, "subscribe", took, limitMs: 220);
            world.Report.Holds(Scenario, name, "status", subscribed.GetProperty("status").GetString() == "ok");

            await client.ListenAsync(TimeSpan.FromSeconds(5));
            foreach (var metric in new[] { "clarity", "trust" })
            {
                var seqs = Seqs(client, metric);
                world.Report.Holds(Scenario, name, $"updates of {metric} in 5 s, at least 10 or one each 500 ms", seqs.Length >= 9, seqs.Length);
                world.Report.Holds(Scenario, name, $"{metric} in order without a gap", seqs.Zip(seqs.Skip(1)).All(pair => pair.Second == pair.First + 1));
            }

            await client.AskAsync("""{"type":"unsubscribe","channels":["clarity"]}""");
            var before = Seqs(client, "clarity").Length;
            await client.ListenAsync(TimeSpan.FromSeconds(2));
            world.Report.Holds(Scenario, name, "silent after unsubscribe", Seqs(client, "clarity").Length == before);
        }
    }

    [Fact]
    public async Task A_change_reaches_subscribers_at_once()
    {
        await using var sender = await WireClient.ConnectAsync(world.Server.Socket("/", world.Server.PulsePort));
        await using var watcher = await WireClient.ConnectAsync(world.Server.Socket("/", world.Server.SeamsPort));
        await watcher.AskAsync("""{"type":"subscribe","channels":["scenario_change"]}""");
        for (var i = 1; i <= 5; i++)
        {
            var value = i;
            var clock = System.Diagnostics.Stopwatch.StartNew();
            await sender.AskAsync($$"""{"type":"metrics","data":{"scenario_change":{{value}}} }""");
            await watcher.UntilAsync(frame => WireClient.TypeOf(frame) == "metrics" && frame.GetProperty("data").GetProperty("scenario_change").GetDouble() == value);
            world.Report.Time(Scenario, "pulse to seams", "change seen by a subscriber", clock.Elapsed, limitMs: 500, targetMs: 100);
        }
    }

    private static long[] Seqs(WireClient client, string metric) =>
        [.. client.Kept.Where(frame => IsOf(frame, metric)).Select(frame => frame.GetProperty("seq").GetInt64())];

    private static bool IsOf(JsonElement frame, string channel) =>
        WireClient.TypeOf(frame) == "metrics" && frame.GetProperty("channel").GetString() == channel;
}
