using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Iskra.Tests.Wire;
using Npgsql;

namespace Iskra.Tests.Scenarios;

[Collection("one at a time")]
public sealed class Scenario06DatabaseTests(World world)
{
    private const string Scenario = "6 Database";

    /// <summary>3 s in the normal run; ISKRA_OUTAGE_SECONDS=30 is the scenario in full.</summary>
    private static readonly TimeSpan Outage =
        TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable("ISKRA_OUTAGE_SECONDS") ?? "3", CultureInfo.InvariantCulture));

    [Fact]
    public async Task The_statements_of_the_contract_work_by_hand_and_are_fast()
    {
        await world.ExecuteAsync("insert into metrics (timestamp, metric_name, value, source) values (now(), 'by_hand', 0.5, 'psql')");
        using var http = new HttpClient { BaseAddress = world.Server.Http };
        using var history = JsonDocument.Parse(await http.GetStringAsync("/api/v2/metrics/by_hand/samples"));
        var sample = history.RootElement.GetProperty("samples").EnumerateArray().Last();
        world.Report.Holds(Scenario, "psql", "a row inserted by hand shows up in history", sample.GetProperty("source").GetString() == "psql" && sample.GetProperty("value").GetDouble() == 0.5);

        await using var source = NpgsqlDataSource.Create(world.Connection);
        await TimeAsync(source, "the last hour of one metric", "select timestamp, value from metrics where metric_name = 'clarity' and timestamp > now() - interval '1 hour' order by timestamp");
        await TimeAsync(source, "an average per minute", "select time_bucket('1 minute', timestamp) as bucket, avg(value) from metrics where metric_name = 'clarity' group by bucket order by bucket");
    }

    [Fact]
    public async Task An_outage_loses_nothing_that_was_acknowledged_and_heals_by_itself()
    {
        await using var postgres = new PostgresServer();
        await postgres.InitializeAsync();
        var connection = await postgres.CreateDatabaseAsync();
        await using var server = await ServerProcess.StartAsync(("ConnectionStrings:Iskra", connection));
        await using var client = await WireClient.ConnectAsync(server.Socket("/ws/dashboard?token=" + TestToken.For("outage")));
        var acknowledged = await ReportAsync(client, 0, 20);

        await postgres.StopAsync();
        var refused = await client.AskAsync("""{"type":"metrics","data":{"outage":-1}}""");
        world.Report.Holds(Scenario, "outage", "a durable write is refused", WireClient.TypeOf(refused) == "error" && refused.GetProperty("code").GetString() is "overloaded" or "timeout", refused.GetProperty("code"));
        world.Report.Holds(Scenario, "outage", "the connection stays", WireClient.TypeOf(await client.AskAsync("""{"type":"ping"}""")) == "pong");
        var ephemeral = await client.AskAsync("""{"type":"publish","channel":"room/outage","data":{"a":1}}""");
        world.Report.Holds(Scenario, "outage", "ephemeral traffic goes on", WireClient.TypeOf(ephemeral) == "published");
        await StoreAsync(server, "away");
        await client.ListenAsync(Outage);

        var clock = Stopwatch.StartNew();
        await postgres.StartAsync();
        await StoreAsync(server, "ok");
        world.Report.Time(Scenario, "outage", "the store is there again", clock.Elapsed, limitMs: 30_000, targetMs: 10_000);
        acknowledged += await ReportAsync(client, 100, 20);
        await using var source = NpgsqlDataSource.Create(connection);
        await using var count = source.CreateCommand("select count(distinct value) from metrics where metric_name = 'outage' and value >= 0");
        var stored = (long)(await count.ExecuteScalarAsync())!;
        world.Report.Holds(Scenario, "outage", $"the {acknowledged} acknowledged samples are there", stored == acknowledged, stored);
    }

    private static async Task<int> ReportAsync(WireClient client, int from, int count)
    {
        var acknowledged = 0;
        for (var value = from; value < from + count; value++)
        {
            var reply = await client.AskAsync(string.Create(CultureInfo.InvariantCulture, $"{{\"type\":\"metrics\",\"data\":{{\"outage\":{value}}}}}"));
            acknowledged += WireClient.TypeOf(reply) == "metrics_received" ? 1 : 0;
        }

        return acknowledged;
    }

    private static async Task StoreAsync(ServerProcess server, string word)
    {
        using var http = new HttpClient { BaseAddress = server.Http };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var answer = JsonDocument.Parse(await http.GetStringAsync("/ready", bound.Token));
            if (answer.RootElement.GetProperty("checks").GetProperty("store").GetString() == word)
            {
                return;
            }

            await timer.WaitForNextTickAsync(bound.Token);
        }
    }

    private async Task TimeAsync(NpgsqlDataSource source, string name, string sql)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            await using var command = source.CreateCommand(sql);
            var clock = Stopwatch.StartNew();
            await using (var reader = await command.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync())
                {
                }
            }

            best = clock.Elapsed < best ? clock.Elapsed : best;
        }

        world.Report.Time(Scenario, "psql", name, best, limitMs: 10);
    }
}
