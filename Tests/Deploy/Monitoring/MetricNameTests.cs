using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;
using Iskra.Gateway.Hosting;
using Iskra.Tests.Deploy.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Deploy.Monitoring;

/// <summary>What rules and dashboard ask for is what a running gateway with a real database shows.</summary>
public sealed partial class MetricNameTests(PostgresServer postgres) : IAsyncLifetime
{
    private static readonly string[] OfPrometheus = ["up", "ALERTS"];
    private static readonly string[] LabelsOfPrometheus = ["job", "instance", "le", "alertname", "alertstate"];

    private string _text = "";

    [Fact]
    public void The_dashboard_asks_only_for_metrics_that_exist() => Exist(DashboardFile.Expressions.Select(DashboardFile.Plain));

    [Fact]
    public void The_rules_ask_only_for_metrics_that_exist() => Exist(
        Yaml.Load(Repository.PathOf("deploy/prometheus/rules/websocket.yml")).Items("groups").SelectMany(group => group.Items("rules")).Select(rule => rule.Text("expr")));

    [Fact]
    public async Task Promtool_finds_nothing_to_complain_about_in_what_the_gateway_shows()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, _text, TestContext.Current.CancellationToken);
            var promtool = Installed.Require("promtool", "prometheus");
            var (exitCode, output) = await Installed.RunAsync("/bin/sh", ["-c", $"exec '{promtool}' check metrics <'{file}'"]);
            Assert.True(exitCode == 0 && output.Length == 0, output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public async ValueTask InitializeAsync()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var app = IskraHost.Build(
        [
            "--Gateway:Ports:Main=0", "--Gateway:Ports:Pulse=0", "--Gateway:Ports:Seams=0", "--Gateway:Ports:Voices=0",
            "--Gateway:DrainMs=0", "--Logging:LogLevel:Default=Error", $"--ConnectionStrings:Iskra={database}",
        ]);
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<ListenAddresses>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(addresses.AddressOf(ListenPort.Pulse, "ws") + "/ws"), patience.Token);
        await AskAsync(socket, """{"type":"metrics","data":{"clarity":0.8}}""", "metrics_received", patience.Token);
        await AskAsync(socket, "{", "invalid_json", patience.Token);
        using var http = new HttpClient();
        _text = await http.GetStringAsync(new Uri(addresses.AddressOf(ListenPort.Main) + "/metrics"), patience.Token);
        socket.Abort();
        await app.StopAsync(patience.Token);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Exist(IEnumerable<string> expressions)
    {
        var families = Family().Matches(_text).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["type"].Value);
        var labels = Series().Matches(_text).GroupBy(match => match.Groups["name"].Value).ToDictionary(
            group => group.Key, group => group.SelectMany(match => LabelName().Matches(match.Groups["labels"].Value)).Select(match => match.Groups[1].Value).ToHashSet());
        var asked = expressions.SelectMany(Expression.Metrics).ToArray();
        Assert.True(asked.Length > 15);
        foreach (var (name, wanted) in asked.Where(metric => !OfPrometheus.Contains(metric.Name)))
        {
            Assert.True(families.ContainsKey(FamilyOf(name, families)), $"{name} is not among the metrics of a gateway");
            if (!labels.TryGetValue(name, out var there)) continue;
            Assert.All(wanted.Except(LabelsOfPrometheus), label => Assert.True(there.Contains(label), $"{name} has no label {label}"));
        }
    }

    private static string FamilyOf(string name, Dictionary<string, string> families)
    {
        foreach (var suffix in new[] { "_bucket", "_sum", "_count" })
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal) && families.GetValueOrDefault(name[..^suffix.Length]) == "histogram") return name[..^suffix.Length];
        }

        return name;
    }

    private static async Task AskAsync(ClientWebSocket socket, string frame, string answer, CancellationToken cancellationToken)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, cancellationToken);
        var buffer = new byte[64 * 1024];
        string text;
        do
        {
            var got = await socket.ReceiveAsync(buffer, cancellationToken);
            text = Encoding.UTF8.GetString(buffer, 0, got.Count);
        }
        while (!text.Contains(answer, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^# TYPE (?<name>\S+) (?<type>\w+)$", RegexOptions.Multiline)]
    private static partial Regex Family();

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][\w:]*)\{(?<labels>.*)\} \S+$", RegexOptions.Multiline)]
    private static partial Regex Series();

    [GeneratedRegex("(?:^|,)([a-zA-Z_]\\w*)=\"")]
    private static partial Regex LabelName();
}
