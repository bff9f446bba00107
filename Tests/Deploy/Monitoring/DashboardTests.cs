using System.Text;
using System.Text.RegularExpressions;
using Iskra.Tests.Deploy.Support;

namespace Iskra.Tests.Deploy.Monitoring;

public sealed partial class DashboardTests
{
    [Fact]
    public void It_shows_what_it_must()
    {
        Assert.Equal("WebSocket – Iskra", DashboardFile.Root.Text("title"));
        var rows = DashboardFile.Panels.Where(panel => panel.Text("type") == "row").Select(panel => panel.Text("title")).ToArray();
        Assert.Equal(
            ["Connection status", "Latency", "Errors", "Reconnections and heartbeats", "Voice integration", "Notifications", "Fan-out and channels", "Database", "Orleans", "Process"],
            rows);
        foreach (var metric in new[]
        {
            "realtime_connections_active", "websocket_avg_latency_seconds", "websocket_max_latency_seconds", "realtime_errors_total",
            "websocket_reconnections_total", "websocket_voice_alerts_total", "realtime_channels_active", "db_client_connections", "orleans_activations",
        })
        {
            Assert.Contains(DashboardFile.Expressions, expression => expression.Contains(metric, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Panels_have_a_title_a_query_and_a_place_of_their_own()
    {
        var cells = new HashSet<(int, int)>();
        Assert.Equal(DashboardFile.Panels.Count, DashboardFile.Panels.Select(panel => panel.Text("id")).Distinct().Count());
        foreach (var panel in DashboardFile.Panels)
        {
            Assert.NotEmpty(panel.Text("title"));
            var place = panel.At("gridPos")!;
            var (x, y, w, h) = ((int)place["x"]!, (int)place["y"]!, (int)place["w"]!, (int)place["h"]!);
            Assert.InRange(x + w, 1, 24);
            for (var column = x; column < x + w; column++)
            {
                for (var line = y; line < y + h; line++) Assert.True(cells.Add((column, line)), $"{panel.Text("title")} lies over another panel");
            }

            if (panel.Text("type") != "row") Assert.NotEmpty(panel.Items("targets"));
        }
    }

    [Fact]
    public void Every_variable_that_is_used_is_declared()
    {
        var declared = DashboardFile.Root.Items("templating", "list").Select(variable => variable.Text("name")).ToHashSet();
        var used = Variable().Matches(DashboardFile.Root.ToJsonString()).Select(match => match.Groups[1].Value).Where(name => !name.StartsWith("__", StringComparison.Ordinal));
        Assert.Equal(["datasource", "instance", "job"], used.Distinct().Order());
        Assert.Subset(declared, used.ToHashSet());
    }

    [Fact]
    public async Task Prometheus_understands_every_expression()
    {
        var promtool = Installed.Require("promtool", "prometheus");
        var rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
        foreach (var (expression, index) in DashboardFile.Expressions.Select((expression, index) => (expression, index)))
            rules.Append("  - record: panel:").Append(index).Append(":value\n    expr: '").Append(DashboardFile.Plain(expression).Replace("'", "''", StringComparison.Ordinal)).Append("'\n");
        var file = Path.Combine(Path.GetTempPath(), $"iskra-dashboard-{Guid.NewGuid():N}.yml");
        await File.WriteAllTextAsync(file, rules.ToString(), TestContext.Current.CancellationToken);
        try
        {
            var (exitCode, output) = await Installed.RunAsync(promtool, ["check", "rules", file]);
            Assert.True(exitCode == 0, output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex(@"\$\{?(\w+)\}?")]
    private static partial Regex Variable();
}
