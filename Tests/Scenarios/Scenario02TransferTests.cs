using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Iskra.Tests.Wire;

namespace Iskra.Tests.Scenarios;

[Collection("one at a time")]
public sealed class Scenario02TransferTests(World world)
{
    private const string Scenario = "2 Transfer";

    [Fact]
    public async Task What_is_acknowledged_is_stored_and_can_be_read()
    {
        foreach (var (name, port) in world.Dashboards)
        {
            await using var client = await WireClient.ConnectAsync(world.Server.Socket("/", port));
            const string Metrics = """{"type":"metrics","data":{"clarity":0.81,"chaos":0.41,"trust":0.82,"pain":0.25},"source":"scenario"}""";
            await world.Report.TimeAsync(Scenario, name, "metrics acknowledged", limitMs: 250, async () => (await client.TimeAsync(Metrics)).Took);
            var received = await client.AskAsync(Metrics);
            world.Report.Holds(Scenario, name, "count", received.GetProperty("count").GetInt32() == 4);

            const string Update = """{"type":"metric_update","metric":"pain","value":0.3}""";
            await world.Report.TimeAsync(Scenario, name, "metric_update answered", limitMs: 250, async () => (await client.TimeAsync(Update)).Took);
            var updated = await client.AskAsync(Update);
            world.Report.Holds(Scenario, name, "state and band", updated.GetProperty("state").GetString() == "ok" && updated.GetProperty("band").GetProperty("max").GetDouble() == 0.5);
        }

        await ThousandInTenSecondsAsync();
    }

    private async Task ThousandInTenSecondsAsync()
    {
        const int Frames = 100, SamplesPerFrame = 10;
        await using var client = await WireClient.ConnectAsync(world.Server.Socket("/", world.Server.PulsePort));
        var clock = Stopwatch.StartNew();
        for (var frame = 0; frame < Frames; frame++)
        {
            var samples = Enumerable.Range(0, SamplesPerFrame).Select(i =>
                string.Create(CultureInfo.InvariantCulture, $"{{\"metric\":\"scenario_bulk\",\"value\":{(frame * SamplesPerFrame) + i}}}"));
            var reply = await client.AskAsync($$"""{"type":"bulk_metrics","data":[{{string.Join(',', samples)}}]}""");
            Assert.Equal("metrics_received", WireClient.TypeOf(reply));
        }

        world.Report.Time(Scenario, "pulse", "1,000 samples acknowledged", clock.Elapsed, limitMs: 10_000);
        var rows = await world.QueryAsync<long>("select count(distinct value) from metrics where metric_name = 'scenario_bulk'");
        world.Report.Holds(Scenario, "pulse", "all of them in the database", rows == Frames * SamplesPerFrame, rows);

        using var http = new HttpClient { BaseAddress = world.Server.Http };
        using var history = JsonDocument.Parse(await http.GetStringAsync("/api/v2/metrics/scenario_bulk/samples?limit=1000"));
        var read = history.RootElement.GetProperty("samples").GetArrayLength();
        world.Report.Holds(Scenario, "/api/v2/metrics/{name}/samples", "all of them readable", read == Frames * SamplesPerFrame, read);
    }
}
