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
            const string Subscribe = """{"type":"subscribe","channels":["clarity","trust"]}""";
            await world.Report.TimeAsync(Scenario, name, "subscribe", limitMs: 220, async () => (await client.TimeAsync(Subscribe)).Took);
            var subscribed = await client.AskAsync(Subscribe);
            world.Report.Holds(Scenario, name, "status", subscribed.GetProperty("status").GetString() == "ok");

            await CountAsync(client, name);
            foreach (var metric in new[] { "clarity", "trust" })
            {
                var seqs = Seqs(client, metric);
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
            var attempt = 0;
            await world.Report.TimeAsync(
                Scenario, "pulse to seams", "change seen by a subscriber", limitMs: 500, () => ChangeAsync(sender, watcher, (value * 10) + attempt++), targetMs: 100);
        }
    }

    /// <summary>Ten updates in five seconds; up to six times five, in case the machine is busy.</summary>
    private async Task CountAsync(WireClient client, string dashboard)
    {
        const int Wanted = 10;
        var counts = new int[2];
        for (var attempt = 0; attempt < 6 && counts.Min() < Wanted; attempt++)
        {
            int[] before = [Seqs(client, "clarity").Length, Seqs(client, "trust").Length];
            await client.ListenAsync(TimeSpan.FromSeconds(5.2));
            counts = [Seqs(client, "clarity").Length - before[0], Seqs(client, "trust").Length - before[1]];
        }

        world.Report.Holds(Scenario, dashboard, "ten updates of each metric in 5 s", counts.Min() >= Wanted, string.Join(" and ", counts));
    }

    private static async Task<TimeSpan> ChangeAsync(WireClient sender, WireClient watcher, int value)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await sender.AskAsync($$"""{"type":"metrics","data":{"scenario_change":{{value}}} }""");
        await watcher.UntilAsync(frame => WireClient.TypeOf(frame) == "metrics" && frame.GetProperty("data").GetProperty("scenario_change").GetDouble() == value);
        return clock.Elapsed;
    }

    private static long[] Seqs(WireClient client, string metric) =>
        [.. client.Kept.Where(frame => IsOf(frame, metric)).Select(frame => frame.GetProperty("seq").GetInt64())];

    private static bool IsOf(JsonElement frame, string channel) =>
        WireClient.TypeOf(frame) == "metrics" && frame.GetProperty("channel").GetString() == channel;
}
