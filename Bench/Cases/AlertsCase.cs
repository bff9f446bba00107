using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Iskra.Bench.Peers;

namespace Iskra.Bench.Cases;

/// <summary>
/// 10,000 alerts that fire, 1,000 silences and 100 inhibition rules; then batches of 1,000 new alerts, and all alerts sent again as
/// Prometheus does, 64 in a request.
/// </summary>
/// <param name="Alerts">Alerts that fire from the beginning.</param>
/// <param name="Silences">Silences; each matches alerts of one of 1,000 instances by a text and an expression.</param>
/// <param name="Rules">Inhibition rules.</param>
/// <param name="Batch">New alerts in a batch.</param>
internal sealed record AlertsCase(int Alerts = 10_000, int Silences = 1_000, int Rules = 100, int Batch = 1_000)
{
    private const int PerRequest = 64;
    private const int Rounds = 3;
    private const int Instances = 1_000;

    /// <summary>Writes the configuration that both servers get.</summary>
    internal string WriteConfig()
    {
        var text = new StringBuilder("route: {receiver: default, group_by: [alertname]}\nreceivers: [{name: default}]\ninhibit_rules:\n");
        for (var i = 0; i < Rules; i++)
            text.Append(CultureInfo.InvariantCulture, $"- {{source_matchers: ['alertname=\"Source{i}\"'], target_matchers: ['severity=~\"warning|info\"', 'rule=\"{i}\"'], equal: [cluster]}}\n");
        var path = Path.GetTempFileName();
        File.WriteAllText(path, text.ToString());
        return path;
    }

    internal async Task<AlertsResult> RunAsync(string name, PeerServer server)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}"), Timeout = TimeSpan.FromMinutes(2) };
        await SilenceAsync(http);
        await PostAsync(http, Enumerable.Range(0, Rules).Select(i => Alert($"Source{i}", "critical", i, "sources")));
        await PostAsync(http, Many("first"));
        await PostAsync(http, Many("first"));
        var visible = new List<double>();
        for (var round = 0; round < Rounds; round++) visible.Add(await VisibleAsync(http, $"batch{round}"));
        var cpu = server.Usage.CpuSeconds;
        for (var round = 0; round < Rounds; round++) await PostAsync(http, Many("first"));
        var resend = (server.Usage.CpuSeconds - cpu) / Rounds;
        var query = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            await CountAsync(http, "filter=alertname%3DSource1");
            query.Add(clock.Elapsed.TotalMilliseconds);
        }

        return new AlertsResult(name, visible.Order().ElementAt(Rounds / 2), resend, query.Min(), server.Usage.ResidentBytes / 1e6);
    }

    private static Dictionary<string, string> Alert(string name, string severity, int i, string part) => new()
    {
        ["alertname"] = name,
        ["severity"] = severity,
        ["instance"] = string.Create(CultureInfo.InvariantCulture, $"web{i % Instances}:9100"),
        ["rule"] = string.Create(CultureInfo.InvariantCulture, $"{i % 200}"),
        ["cluster"] = "c1",
        ["job"] = "node",
        ["part"] = part,
        ["device"] = string.Create(CultureInfo.InvariantCulture, $"sd{i}"),
    };

    private IEnumerable<Dictionary<string, string>> Many(string part) => Enumerable.Range(0, Alerts).Select(i => Alert($"Rule{i % 50}", i % 3 == 0 ? "critical" : "warning", i, part));

    private async Task SilenceAsync(HttpClient http)
    {
        for (var i = 0; i < Silences; i++)
        {
            var now = DateTime.UtcNow;
            var silence = new
            {
                comment = "bench",
                createdBy = "bench",
                startsAt = now,
                endsAt = now.AddHours(2),
                matchers = new object[]
                {
                    new { name = "instance", value = $"web{i}:9100", isRegex = false, isEqual = true },
                    new { name = "device", value = "sd[0-9]+5", isRegex = true, isEqual = true },
                },
            };
            using var content = new StringContent(JsonSerializer.Serialize(silence), Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync("/api/v2/silences", content);
            answer.EnsureSuccessStatusCode();
        }
    }

    private static async Task PostAsync(HttpClient http, IEnumerable<Dictionary<string, string>> alerts)
    {
        var ends = DateTime.UtcNow.AddMinutes(30);
        foreach (var part in alerts.Chunk(PerRequest))
        {
            var body = part.Select(labels => new { labels, annotations = new { summary = "A summary of what is wrong", value = "0.5" }, startsAt = ends.AddHours(-1), endsAt = ends, generatorURL = "http://prometheus/graph?g0.expr=up" });
            using var content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync("/api/v2/alerts", content);
            answer.EnsureSuccessStatusCode();
        }
    }

    private async Task<double> VisibleAsync(HttpClient http, string part)
    {
        var alerts = Enumerable.Range(0, Batch).Select(i => Alert($"Rule{i % 50}", i % 3 == 0 ? "critical" : "warning", i, part)).ToArray();
        var clock = Stopwatch.StartNew();
        await PostAsync(http, alerts);
        while (await CountAsync(http, $"filter=part%3D{part}") < Batch)
        {
            if (clock.Elapsed > TimeSpan.FromMinutes(1)) throw new TimeoutException("The alerts are not visible within a minute.");
        }

        return clock.Elapsed.TotalMilliseconds;
    }

    private static async Task<int> CountAsync(HttpClient http, string filter)
    {
        using var json = JsonDocument.Parse(await http.GetByteArrayAsync("/api/v2/alerts?" + filter));
        return json.RootElement.GetArrayLength();
    }
}
