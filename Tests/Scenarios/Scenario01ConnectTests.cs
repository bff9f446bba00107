using Iskra.Tests.Wire;

namespace Iskra.Tests.Scenarios;

[Collection("one at a time")]
public sealed class Scenario01ConnectTests(World world)
{
    private const string Scenario = "1 Connect";

    [Fact]
    public async Task Every_dashboard_answers_at_once_at_each_of_its_addresses()
    {
        foreach (var (name, port) in world.Dashboards)
        {
            foreach (var path in new[] { "/", "/realtime", "/ws" })
            {
                await LookAtAsync(name, $":{name}{path}", world.Server.Socket(path, port));
            }
        }

        await LookAtAsync("dashboard", "/ws/dashboard", world.Server.Socket("/ws/dashboard"));
    }

    private async Task LookAtAsync(string dashboard, string endpoint, Uri address)
    {
        await world.Report.TimeAsync(Scenario, endpoint, "connect", limitMs: 500, () => ConnectAsync(address), targetMs: 185);
        await using var client = await WireClient.ConnectAsync(address);
        world.Report.Holds(Scenario, endpoint, "dashboard", client.Established.GetProperty("dashboard").GetString() == dashboard, dashboard);
        world.Report.Holds(Scenario, endpoint, "heartbeat_interval", client.Established.GetProperty("heartbeat_interval").GetInt64() == 30_000);
        world.Report.Holds(Scenario, endpoint, "a new session", !client.Established.GetProperty("resumed").GetBoolean() && client.Session.Length >= 22);

        const string Ping = """{"type":"ping","timestamp":1700000000123}""";
        await world.Report.TimeAsync(Scenario, endpoint, "pong", limitMs: 200, async () => (await client.TimeAsync(Ping)).Took);
        var pong = await client.AskAsync(Ping);
        world.Report.Holds(Scenario, endpoint, "the timestamp comes back", pong.GetProperty("timestamp").GetInt64() == 1_700_000_000_123);
    }

    private static async Task<TimeSpan> ConnectAsync(Uri address)
    {
        await using var client = await WireClient.ConnectAsync(address);
        return client.Connected;
    }
}
