using System.Diagnostics;
using System.Text.Json;
using Iskra.Tests.Wire;

namespace Iskra.Tests.Scenarios;

/// <summary>Prometheus and amtool as Debian ships them, with Iskra in the place of an Alertmanager.</summary>
[Collection("one at a time")]
public sealed class Scenario07AlertTests(World world)
{
    private const string Scenario = "7 Alerts";
    private const string Prometheus = "/usr/bin/prometheus";
    private const string Amtool = "/usr/bin/amtool";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_rule_of_prometheus_that_fires_reaches_a_subscriber_within_a_second()
    {
        Assert.SkipUnless(File.Exists(Prometheus), "prometheus is not installed; ./iskra test installs it.");
        await using var relay = AlertRelay.Start(FreePort.Take(), world.Server.Http);
        using var folder = new PrometheusFolder(relay.Port);
        using var prometheus = Process.Start(new ProcessStartInfo(Prometheus, folder.Arguments(FreePort.Take())) { RedirectStandardError = true })!;
        _ = prometheus.StandardError.ReadToEndAsync();
        try
        {
            await using var client = await WireClient.ConnectAsync(world.Server.Socket("/ws/dashboard"));
            var (firing, resolved) = await SwitchAsync(relay, client, "alert_created");
            for (var attempt = 1; attempt < 5 && (firing > Limit || resolved > Limit); attempt++)
            {
                var (again, after) = await SwitchAsync(relay, client, "alert_firing");
                (firing, resolved) = (again < firing ? again : firing, after < resolved ? after : resolved);
            }

            world.Report.Time(Scenario, "prometheus", "an alert that fires after it was sent", firing, Limit.TotalMilliseconds, targetMs: 100);
            world.Report.Time(Scenario, "prometheus", "alert_resolved after it was sent", resolved, Limit.TotalMilliseconds, targetMs: 100);
            lock (relay.Answers) world.Report.Holds(Scenario, "prometheus", "every batch is taken", relay.Answers.TrueForAll(status => status == 200), relay.Answers.Count);
        }
        finally
        {
            prometheus.Kill();
            await prometheus.WaitForExitAsync();
        }
    }

    /// <summary>Turns the switch on and off and says how long each took from Prometheus to the subscriber; the best of some counts, a machine may be busy.</summary>
    private async Task<(TimeSpan Firing, TimeSpan Resolved)> SwitchAsync(AlertRelay relay, WireClient client, string type)
    {
        relay.Turn(1);
        var alert = await EventAsync(client, type, "SwitchIsOn");
        var firing = Stopwatch.GetElapsedTime(relay.FiringAt);
        world.Report.Holds(Scenario, "prometheus", "labels, annotations and priority arrive", alert.GetProperty("annotations").GetProperty("summary").GetString() == "the switch is 1" && alert.GetProperty("priority").GetString() == "P0");
        relay.Turn(0);
        await EventAsync(client, "alert_resolved", "SwitchIsOn");
        return (firing, Stopwatch.GetElapsedTime(relay.ResolvedAt));
    }

    [Fact]
    public async Task Amtool_works_as_it_is()
    {
        Assert.SkipUnless(File.Exists(Amtool), "amtool is not installed; ./iskra test installs it (prometheus-alertmanager).");
        await using var client = await WireClient.ConnectAsync(world.Server.Socket("/ws/dashboard"));
        await RunAsync("alert", "add", "AmtoolDisk", "team=db", "severity=warning", "--annotation=summary=full");
        await EventAsync(client, "alert_created", "AmtoolDisk");
        await HoldsAsync("alert query", "AmtoolDisk", "alert", "query", "team=~\"d.+\"");

        var id = (await RunAsync("silence", "add", "AmtoolDisk", "-c", "new disk", "-a", "ann", "-d", "1h")).Trim();
        var silence = (await client.NextAsync("silence_created", Patience)).GetProperty("data");
        world.Report.Holds(Scenario, "amtool", "silence add is an event", silence.GetProperty("id").GetString() == id, id);
        var suppressed = await EventAsync(client, "alert_inhibited", "AmtoolDisk");
        world.Report.Holds(Scenario, "amtool", "the alert says why it does not notify", suppressed.GetProperty("reason").GetString() == "silenced" && suppressed.GetProperty("silenced_by")[0].GetString() == id);
        await HoldsAsync("alert query -s", "AmtoolDisk", "alert", "query", "-s", "AmtoolDisk");
        await HoldsAsync("silence query", id, "silence", "query", "AmtoolDisk");
        await HoldsAsync("silence update", id, "silence", "update", "-d", "2h", "-c", "another", id);
        await RunAsync("silence", "expire", id);
        await EventAsync(client, "alert_firing", "AmtoolDisk");
        await ImportAsync();
        await HoldsAsync("cluster show", "Cluster Status", "cluster", "show");
        await HoldsAsync("config show", "receiver: default", "config", "show");
        await HoldsAsync("config routes", "default-route", "config", "routes");
    }

    private async Task ImportAsync()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, """[{"id":"00000000-0000-4000-8000-000000000000","matchers":[{"name":"alertname","value":"Imported","isRegex":false}],"startsAt":"2020-01-01T00:00:00Z","endsAt":"2099-01-01T00:00:00Z","createdBy":"ann","comment":"moved"}]""");
        await RunAsync("silence", "import", path);
        File.Delete(path);
        await HoldsAsync("silence import", "Imported", "silence", "query", "Imported");
    }

    private async Task HoldsAsync(string name, string expected, params string[] arguments)
    {
        var said = await RunAsync(arguments);
        world.Report.Holds(Scenario, "amtool", name, said.Contains(expected, StringComparison.Ordinal), expected);
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Amtool, [$"--alertmanager.url={world.Server.Http}", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(process.ExitCode == 0, $"amtool {string.Join(' ', arguments)}: {await error}");
        return output;
    }

    private static async Task<JsonElement> EventAsync(WireClient client, string type, string alertname) => (await client.UntilAsync(
        frame => WireClient.TypeOf(frame) == type && frame.GetProperty("data").GetProperty("alertname").GetString() == alertname, Patience)).GetProperty("data");
}
