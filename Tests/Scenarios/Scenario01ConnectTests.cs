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
        await using var client = await WireClient.ConnectAsync(address);
        world.Report.Time(Scenario, endpoint, "connect", client.Connected, limitMs: 500, targetMs: 185);
        world.Report.Holds(Scenario, endpoint, "dashboard", client.Established.GetProperty("dashboard").GetString() == dashboard, dashboard);
        world.Report.Holds(Scenario, endpoint, "heartbeat_interval", client.Established.GetProperty("heartbeat_interval").GetInt64() == 30_000);
        world.Report.Holds(Scenario, endpoint, "a new session", !client.Established.GetProperty("resumed").GetBoolean() && client.Session.Length >= 22);

        var (pong, took) = await client.TimeAsync("""{"type":"ping","timestamp":1700000000123}""");
        world.Report.Time(Scenario, endpoint, "pong", took, limitMs: 200);
        world.Report.Holds(Scenario, endpoint, "the timestamp comes back", pong.GetProperty("timestamp").GetInt64() == 1_700_000_000_123);
    }
}
