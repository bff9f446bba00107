using System.Text.RegularExpressions;
using Iskra.Silo.Hosting;
using Iskra.Tests.Deploy.Support;

namespace Iskra.Tests.Deploy.Compose;

/// <summary>The containers of the Compose file as processes, with the environment that they have there.</summary>
public sealed class ComposedClusterTests(PostgresServer postgres) : IAsyncLifetime
{
    private static readonly string[] PortSettings =
        ["Silo__Port", "Cluster__SiloPort", "Cluster__ClientPort", "Gateway__Ports__Main", "Gateway__Ports__Pulse", "Gateway__Ports__Seams", "Gateway__Ports__Voices"];

    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _secrets = Directory.CreateTempSubdirectory("iskra-compose-");
    private readonly Dictionary<string, ContainerProcess> _containers = [];
    private readonly Dictionary<string, int> _httpPorts = [];

    [Fact]
    public async Task The_entry_points_run_with_the_environment_of_their_services()
    {
        Assert.SkipUnless(SiloHosting.CanCluster, "Silos and gateways of their own need Microsoft Orleans; this suite was built for the embedded engine.");
        Start("migrate");
        Assert.Equal(0, await _containers["migrate"].EndAsync(StartBound));
        Assert.Contains("tables are up to date", _containers["migrate"].Said, StringComparison.Ordinal);
        string[] services = ["silo-1", "silo-2", "gateway-1", "gateway-2"];
        foreach (var service in services) Start(service);
        foreach (var service in services) await HealthyAsync(service);
        await FrontOfHouseAsync();
        foreach (var service in services.Reverse())
        {
            var grace = ComposeFile.Duration(ComposeFile.Services[service].Text("stop_grace_period"));
            var exitCode = await _containers[service].StopAsync(grace);
            Assert.True(exitCode == 0, $"{service} ended with {exitCode}:\n{_containers[service].Said}");
        }
    }

    public async ValueTask InitializeAsync()
    {
        var (exitCode, output) = await Installed.RunAsync("/bin/bash", [Repository.PathOf("deploy/docker/make-secrets.sh"), _secrets.FullName]);
        Assert.True(exitCode == 0, output);
        var connection = Path.Combine(_secrets.FullName, "ConnectionStrings__Iskra");
        File.Delete(connection);
        await File.WriteAllTextAsync(connection, await postgres.CreateDatabaseAsync() + ";Maximum Pool Size=10\n");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var container in _containers.Values) await container.DisposeAsync();
        _secrets.Delete(recursive: true);
    }

    private void Start(string service)
    {
        var environment = ComposeFile.EnvironmentOf(service);
        var changes = PortSettings.Where(environment.ContainsKey).ToDictionary(name => name, _ => FreePort.Take().ToString(System.Globalization.CultureInfo.InvariantCulture));
        changes["SecretsFolder"] = _secrets.FullName;
        changes["Gateway__Bind"] = "127.0.0.1";
        changes["Alerts__ConfigFile"] = Repository.PathOf("deploy/alerts/alertmanager.yml");
        if (environment.ContainsKey("Cluster__AdvertisedAddress")) changes["Cluster__AdvertisedAddress"] = "127.0.0.1";
        if (environment.ContainsKey("Gateway__DrainMs")) changes["Gateway__DrainMs"] = "500";
        if (changes.TryGetValue("Silo__Port", out var port) || changes.TryGetValue("Gateway__Ports__Main", out port))
            _httpPorts[service] = int.Parse(port, System.Globalization.CultureInfo.InvariantCulture);
        _containers[service] = ContainerProcess.Start(service, changes);
    }

    /// <summary>Runs the health check of the service until it says yes.</summary>
    private async Task HealthyAsync(string service)
    {
        var test = ComposeFile.Services[service].Items("healthcheck", "test").Select(item => item.ToString()).Skip(1).ToArray();
        var arguments = test[1..].Select(argument => argument.EndsWith(".dll", StringComparison.Ordinal) ? ContainerProcess.Local(argument)
            : argument.StartsWith("http:", StringComparison.Ordinal) ? $"http://127.0.0.1:{_httpPorts[service]}" : argument).ToArray();
        using var bound = new CancellationTokenSource(StartBound);
        while (true)
        {
            var (exitCode, output) = await Installed.RunAsync(test[0], arguments);
            if (exitCode == 0) return;
            Assert.False(bound.IsCancellationRequested, $"{service} is not healthy: {output}\n{_containers[service].Said}");
        }
    }

    /// <summary>A sample goes in at one gateway and is read at the other; silos and gateways show what Prometheus asks them for.</summary>
    private async Task FrontOfHouseAsync()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
        using var body = new StringContent("""[{"metric":"clarity","value":0.75}]""", System.Text.Encoding.UTF8, "application/json");
        using var stored = await http.PostAsync(Address("gateway-1", "/api/v2/metrics"), body, TestContext.Current.CancellationToken);
        Assert.True(stored.IsSuccessStatusCode, await stored.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("0.75", await http.GetStringAsync(Address("gateway-2", "/api/v2/metrics/clarity/samples"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var silo = await http.GetStringAsync(Address("silo-1", "/metrics"), TestContext.Current.CancellationToken);
        Assert.Matches("(?m)^orleans_activations [1-9]", silo);
        Assert.Matches("(?m)^iskra_build_info\\{.*role=\"silo\"\\} 1$", silo);
        Assert.Matches("(?m)^db_client_connections\\{state=\"", silo);

        // It serves as soon as it has found one silo, and finds the other a moment later.
        var gateway = string.Empty;
        await Eventually.TrueAsync(
            async () =>
            {
                gateway = await http.GetStringAsync(Address("gateway-2", "/metrics"), TestContext.Current.CancellationToken);
                return Regex.IsMatch(gateway, "(?m)^orleans_connected_silos 2$");
            },
            "the gateway is connected to both silos");
        Assert.Matches("(?m)^realtime_ready 1$", gateway);
    }

    private Uri Address(string service, string path) => new($"http://127.0.0.1:{_httpPorts[service]}{path}");
}
