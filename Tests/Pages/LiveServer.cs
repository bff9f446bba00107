using System.Net.Http.Json;
using System.Reflection;
using Iskra.Tests.Receivers;
using Iskra.Tests.Wire;

[assembly: AssemblyFixture(typeof(Iskra.Tests.Pages.LiveServer))]

namespace Iskra.Tests.Pages;

/// <summary>The real server with a database of its own, shared by the tests that look at pages with live data.</summary>
public sealed class LiveServer : IAsyncLifetime
{
    private readonly PostgresServer _postgres = new();
    private readonly HttpClient _http = new();
    private readonly HttpStub _hook = new();
    private readonly string _alertmanagerFile = Path.GetTempFileName();

    public ServerProcess Server { get; private set; } = null!;

    public Uri Address => Server.Http;

    /// <summary>The engine that these tests were built for.</summary>
    public static string Engine => Assembly.Load("Iskra.Grains").GetReferencedAssemblies().Any(name => name.Name == "Orleans.Embedded") ? "embedded" : "orleans";

    /// <summary>Where screenshots and figures are kept.</summary>
    public static string Artifacts => Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "pages")).FullName;

    public async ValueTask InitializeAsync()
    {
        await _postgres.InitializeAsync();
        Server = await StartAsync(await ContactsAsync());
        await ReportAsync(("clarity", 0.81), ("chaos", 0.42), ("trust", 0.78), ("pain", 0.31));
    }

    /// <summary>Another server on a database of its own; whoever starts it ends it.</summary>
    public async Task<ServerProcess> StartAsync(params (string Name, string Value)[] settings) =>
        await ServerProcess.StartAsync([("ConnectionStrings:Iskra", await _postgres.CreateDatabaseAsync()), .. settings]);

    public Task ReportAsync(params (string Metric, double Value)[] values) => ReportAsync(Address, values);

    public async Task ReportAsync(Uri server, params (string Metric, double Value)[] values) =>
        await SendAsync(new Uri(server, "/api/v2/metrics"), values.Select(value => new { metric = value.Metric, value = value.Value }));

    /// <summary>Posts alerts as Prometheus does.</summary>
    /// <param name="server">The server; the shared one when null.</param>
    /// <param name="prefix">Start of their names.</param>
    /// <param name="from">Number of the first.</param>
    /// <param name="count">How many.</param>
    public Task AlertAsync(Uri? server, string prefix, int from, int count) => AlertAsync(server, prefix, Enumerable.Range(from, count));

    /// <summary>Posts alerts with these numbers; every third is urgent.</summary>
    public async Task AlertAsync(Uri? server, string prefix, IEnumerable<int> numbers, bool ended = false)
    {
        var now = DateTimeOffset.UtcNow;
        string[] severities = ["critical", "warning", "info"];
        var alerts = numbers.Select(number => new
        {
            labels = new Dictionary<string, string> { ["alertname"] = prefix, ["severity"] = severities[number % 3], ["instance"] = $"node-{number}", ["team"] = number % 2 == 0 ? "db" : "web" },
            annotations = new { summary = $"{prefix} on node-{number}" },
            startsAt = now.AddSeconds(-number),
            endsAt = ended ? now : now.AddHours(1),
        });
        await SendAsync(new Uri(server ?? Address, "/api/v2/alerts"), alerts);
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        await _postgres.DisposeAsync();
        await _hook.DisposeAsync();
        _http.Dispose();
        File.Delete(_alertmanagerFile);
    }

    /// <summary>Who is told: by the chain of P2 a watch that answers, and for alerts named ToldOf a receiver that refuses.</summary>
    private async Task<(string Name, string Value)[]> ContactsAsync()
    {
        _hook.Answer = (seen, _, stream, token) => HttpStub.WriteAsync(stream, seen.Line.Contains("/refuse", StringComparison.Ordinal) ? 403 : 200, "", token);
        await File.WriteAllTextAsync(_alertmanagerFile, $"""
            route:
              receiver: default
              routes:
              - matchers: ['alertname="ToldOf"']
                receiver: archive
                group_wait: 1s
            receivers:
            - name: default
            - name: watch
              webhook_configs:
              - url: http://localhost:{_hook.Port}/take
            - name: archive
              webhook_configs:
              - url: http://localhost:{_hook.Port}/refuse
            """);
        return
        [
            ("Alerts:ConfigFile", _alertmanagerFile), ("Alerts:Chains:P2:0:AfterSeconds", "0"), ("Alerts:Chains:P2:0:Role", "watch"),
            ("Alerts:Chains:P2:1:AfterSeconds", "14400"), ("Alerts:Chains:P2:1:Role", "pm"), ("Alerts:Chains:P2:1:Channels", "email"),
        ];
    }

    private async Task SendAsync(Uri address, object body)
    {
        using var response = await _http.PostAsJsonAsync(address, body);
        response.EnsureSuccessStatusCode();
    }
}
