using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Iskra.Tests.Deploy.Support;

namespace Iskra.Tests.Deploy.Monitoring;

public sealed partial class RuleTests
{
    private const string Folder = "deploy/prometheus";
    private const string Runbooks = "docs/runbooks";

    private static IReadOnlyList<JsonNode> Rules { get; } =
        [.. Yaml.Load(Repository.PathOf(Folder, "rules/websocket.yml")).Items("groups").SelectMany(group => group.Items("rules"))];

    private static IReadOnlyList<JsonNode> Cases { get; } =
        [.. Yaml.Load(Repository.PathOf(Folder, "tests/websocket.yml")).Items("tests").SelectMany(test => test.Items("alert_rule_test"))];

    [Theory]
    [InlineData("check", "config", "deploy/prometheus/prometheus.yml")]
    [InlineData("check", "rules", "deploy/prometheus/rules/websocket.yml")]
    [InlineData("test", "rules", "deploy/prometheus/tests/websocket.yml")]
    public async Task Promtool_is_content(params string[] arguments)
    {
        var (exitCode, output) = await Installed.RunAsync(Installed.Require("promtool", "prometheus"), arguments);
        Assert.True(exitCode == 0, output);
        Assert.Contains("SUCCESS", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_trouble_has_its_alerts()
    {
        Assert.All(Rules, rule => Assert.Matches("^(WebSocket|Notifications)", rule.Text("alert")));
        Assert.Equal(Rules.Count, Rules.Select(rule => rule.Text("alert")).Distinct().Count());
        foreach (var kind in new[] { "Latency", "Availability", "Error", "ReconnectStorm", "HeartbeatFailures" })
            Assert.Contains(Rules, rule => rule.Text("alert").Contains(kind, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_alert_says_how_bad_it_is_what_it_means_and_where_to_read_on()
    {
        foreach (var rule in Rules)
        {
            Assert.Contains(rule.Text("labels", "severity"), (string[])["warning", "critical"]);
            Assert.NotEmpty(rule.Text("for"));
            Assert.NotEmpty(rule.Text("annotations", "summary"));
            Assert.NotEmpty(rule.Text("annotations", "description"));
            Assert.True(File.Exists(Repository.PathOf(Runbooks, PageOf(rule))), $"{rule.Text("alert")}: {PageOf(rule)} is not there");
        }
    }

    [Fact]
    public void Every_runbook_names_its_alerts_and_says_what_to_do()
    {
        var pages = Directory.GetFiles(Repository.PathOf(Runbooks), "*.md").Select(path => Path.GetFileName(path)!).Where(name => name != "index.md").ToArray();
        Assert.Equal(pages.Order(), Rules.Select(PageOf).Distinct().Order());
        foreach (var page in pages)
        {
            var text = Repository.Read(Runbooks, page);
            var named = AlertName().Matches(text.Split("\n\n")[1]).Select(match => match.Groups[1].Value).Order();
            Assert.Equal(Rules.Where(rule => PageOf(rule) == page).Select(rule => rule.Text("alert")).Order(), named);
            foreach (var heading in new[] { "## What it means", "## Look at", "## Do" }) Assert.Contains($"\n{heading}\n\n", text, StringComparison.Ordinal);
            Assert.Contains($"]({page})", Repository.Read(Runbooks, "index.md"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_alert_is_tested_where_it_is_silent_and_where_it_fires()
    {
        foreach (var name in Rules.Select(rule => rule.Text("alert")))
        {
            var cases = Cases.Where(test => test.Text("alertname") == name).ToArray();
            Assert.True(cases.Any(test => !test.Items("exp_alerts").Any()), $"{name} has no test in which it is silent");
            Assert.True(cases.Any(test => test.Items("exp_alerts").Any()), $"{name} has no test in which it fires");
        }
    }

    [Fact]
    public void Grafana_reads_the_Prometheus_that_Compose_runs()
    {
        var source = Assert.Single(Yaml.Load(Repository.PathOf("deploy/grafana/provisioning/datasources/prometheus.yml")).Items("datasources"));
        Assert.Equal(("prometheus", "http://prometheus:9090"), (source.Text("type"), source.Text("url")));
        var provider = Assert.Single(Yaml.Load(Repository.PathOf("deploy/grafana/provisioning/dashboards/iskra.yml")).Items("providers"));
        Assert.Equal("/etc/grafana/dashboards", provider.Text("options", "path"));
    }

    private static string PageOf(JsonNode rule)
    {
        var url = rule.Text("annotations", "runbook_url");
        Assert.StartsWith("{{ $externalLabels.runbooks }}/", url, StringComparison.Ordinal);
        return url[(url.LastIndexOf('/') + 1)..];
    }

    [GeneratedRegex("`((?:WebSocket|Notifications)[A-Za-z]+)`")]
    private static partial Regex AlertName();
}
