using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Iskra.Alerts;
using Iskra.Gateway.Hosting;
using Iskra.Tests.Deploy.Support;
using Microsoft.Extensions.Configuration;

namespace Iskra.Tests.Deploy.Compose;

public sealed partial class ComposeTests
{
    /// <summary>What the host takes beside the time for closing connections.</summary>
    private static readonly TimeSpan HostStop = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Docker_compose_accepts_the_file()
    {
        var program = Installed.Require("docker-compose", "docker-compose");

        // The release in Debian is older than the top-level name.
        var text = Repository.Read(ComposeFile.Name).Replace("\nname: iskra\n", "\n", StringComparison.Ordinal);
        var file = Path.Combine(Path.GetTempPath(), $"iskra-compose-{Guid.NewGuid():N}.yml");
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        try
        {
            var (exitCode, output) = await Installed.RunAsync(program, ["-f", file, "--project-directory", Repository.Root, "config", "-q"]);
            Assert.True(exitCode == 0, output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void It_runs_what_it_must()
    {
        Assert.Equal(["silo-1", "silo-2"], ComposeFile.Aliased("silo").Order());
        Assert.Equal(["gateway-1", "gateway-2"], ComposeFile.Aliased("gateway").Order());
        Assert.Subset(ComposeFile.Services.Keys.ToHashSet(), new HashSet<string> { "timescaledb", "migrate", "nginx", "prometheus", "grafana" });
        Assert.Equal(["--migrate-only"], ComposeFile.Services["migrate"].Items("command").Select(item => item.ToString()));
    }

    [Fact]
    public void Silos_are_reached_where_they_say()
    {
        foreach (var silo in ComposeFile.Aliased("silo"))
            Assert.Equal(ComposeFile.Services[silo].Text("networks", "inside", "ipv4_address"), ComposeFile.EnvironmentOf(silo)["Cluster__AdvertisedAddress"]);
        var addresses = ComposeFile.Services.Values.Select(service => service.Text("networks", "inside", "ipv4_address")).Where(address => address.Length > 0).ToArray();
        Assert.Equal(4, addresses.Distinct().Count());
        Assert.Equal("true", ComposeFile.Root.Text("networks", "inside", "internal"));
    }

    [Fact]
    public void Everybody_that_is_called_in_an_escalation_is_a_receiver()
    {
        var file = Repository.PathOf("deploy/alerts/alertmanager.yml");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Alerts:ConfigFile", (string?)file)]).Build();
        var settings = AlertConfiguration.Read(configuration);
        var receivers = settings.Config.Receivers.Select(receiver => receiver.Name).ToHashSet();
        Assert.Subset(receivers, EscalationChain.Defaults.Values.SelectMany(chain => chain.Steps).Select(step => step.Role).ToHashSet());
        foreach (var (name, service) in ComposeFile.OfIskra)
        {
            Assert.Equal("/etc/iskra/" + Path.GetFileName(file), ComposeFile.EnvironmentOf(name)["Alerts__ConfigFile"]);
            Assert.Contains("./deploy/alerts:/etc/iskra:ro", service.Items("volumes").Select(volume => volume.ToString()));
        }
    }

    [Fact]
    public void Images_are_pinned()
    {
        foreach (var (name, service) in ComposeFile.Services)
        {
            Assert.Matches(@"^[a-z0-9./-]+:[a-z]*\d+\.\d+[\w.-]*$", service.Text("image"));
            Assert.DoesNotContain("latest", service.Text("image"), StringComparison.Ordinal);
            Assert.True(service.Text("image").StartsWith("iskra:", StringComparison.Ordinal) || service.At("build") is null, name);
        }
    }

    [Fact]
    public void Nothing_runs_as_root_writes_where_it_should_not_or_may_more_than_it_must()
    {
        foreach (var (name, service) in ComposeFile.Services)
        {
            Assert.True((bool?)service.At("read_only") == true, $"{name} may write its image");
            Assert.Equal(["ALL"], service.Items("cap_drop").Select(item => item.ToString()));
            Assert.Contains("no-new-privileges:true", service.Items("security_opt").Select(item => item.ToString()));
            Assert.False(service.Text("privileged") == "true", name);
            if (service.At("build") is null) Assert.Matches("^(?!0(:|$)|root)", Assert.IsType<JsonValue>(service.At("user"), exactMatch: false).ToString());
        }
    }

    [Fact]
    public void Everything_that_stays_up_has_a_health_check()
    {
        foreach (var (name, service) in ComposeFile.Services.Where(service => service.Key != "migrate"))
        {
            var test = service.Items("healthcheck", "test").Select(item => item.ToString()).ToArray();
            Assert.True(test is ["CMD", _, ..], $"{name} has no health check");
        }

        foreach (var (name, port) in new[] { ("silo-1", "Silo__Port"), ("silo-2", "Silo__Port"), ("gateway-1", "Gateway__Ports__Main"), ("gateway-2", "Gateway__Ports__Main") })
        {
            Assert.Contains(
                $"http://127.0.0.1:{ComposeFile.EnvironmentOf(name)[port]}",
                ComposeFile.Services[name].Items("healthcheck", "test").Select(item => item.ToString()));
        }
    }

    [Fact]
    public void Every_variable_is_a_setting_that_the_program_has_and_its_value_is_one_it_takes()
    {
        foreach (var (name, _) in ComposeFile.OfIskra)
        {
            var environment = ComposeFile.EnvironmentOf(name);
            Assert.All(environment.Keys, variable => Assert.True(KnownSettings.Has(variable), $"{name}: {variable} is no setting"));
            if (environment.ContainsKey("Cluster__AdvertisedAddress")) environment["Cluster__AdvertisedAddress"] = "127.0.0.1";
            environment["ConnectionStrings__Iskra"] = "Host=timescaledb";
            Assert.DoesNotContain(KnownSettings.Problems(environment), problem => !problem.StartsWith("Role: silo and gateway need Microsoft Orleans", StringComparison.Ordinal));
        }

        Assert.False(KnownSettings.Has("Gateway__MaxConnection"));
        Assert.False(KnownSettings.Has("Gateway__Ports__Chat"));
    }

    [Fact]
    public void A_container_that_is_told_to_stop_has_the_time_it_needs()
    {
        foreach (var (name, service) in ComposeFile.OfIskra.Where(service => service.Key != "migrate"))
        {
            var drain = ComposeFile.EnvironmentOf(name).TryGetValue("Gateway__DrainMs", out var text)
                ? TimeSpan.FromMilliseconds(int.Parse(text, System.Globalization.CultureInfo.InvariantCulture))
                : TimeSpan.FromMilliseconds(new GatewayOptions().DrainMs);
            Assert.True(ComposeFile.Duration(service.Text("stop_grace_period")) > drain + HostStop, name);
        }
    }

    [Fact]
    public void What_is_mounted_and_depended_on_exists()
    {
        var volumes = ComposeFile.Root.Members("volumes").Select(member => member.Key).ToHashSet();
        foreach (var (name, service) in ComposeFile.Services)
        {
            foreach (var source in service.Items("volumes").Select(volume => volume.ToString().Split(':')[0]))
            {
                var isThere = source.StartsWith('.') ? Path.Exists(Repository.PathOf(source)) : volumes.Contains(source);
                Assert.True(isThere, $"{name}: {source} is not there");
            }

            var needed = service.At("depends_on") is JsonArray list ? list.Select(item => item!.ToString()) : service.Members("depends_on").Select(member => member.Key);
            Assert.All(needed, other => Assert.Contains(other, ComposeFile.Services.Keys));
        }
    }

    [Fact]
    public void Secrets_come_as_files_and_never_as_values()
    {
        var declared = ComposeFile.Root.Members("secrets").ToDictionary(member => member.Key, member => member.Value.Text("file"));
        var used = ComposeFile.Services.Values.SelectMany(service => service.Items("secrets")).Select(item => item.ToString()).ToHashSet();
        Assert.Equal(declared.Keys.Order(), used.Order());
        Assert.All(declared, secret => Assert.Equal($"deploy/docker/secrets/{secret.Key}", secret.Value));
        Assert.Contains("deploy/docker/secrets/", Repository.Read(".gitignore").Split('\n'));
        foreach (var (name, value) in ComposeFile.Services.Keys.SelectMany(ComposeFile.EnvironmentOf))
        {
            if (name != "SecretsFolder" && SecretName().IsMatch(name)) Assert.True(name.EndsWith("FILE", StringComparison.Ordinal) && value.StartsWith("/run/secrets/", StringComparison.Ordinal), name);
        }

        foreach (var (name, service) in ComposeFile.OfIskra)
            Assert.Contains(service.Items("secrets").Select(item => item.ToString()), secret => KnownSettings.Has(secret) && ComposeFile.EnvironmentOf(name)["SecretsFolder"] == "/run/secrets");
    }

    [Fact]
    public void Nginx_and_Prometheus_look_where_the_processes_listen()
    {
        var ports = ComposeFile.EnvironmentOf("gateway-1");
        var upstreams = Server().Matches(Repository.Read("deploy/nginx/nginx.conf")).Select(match => match.Groups[1].Value).Order();
        var gateways =
            from gateway in ComposeFile.Aliased("gateway")
            from port in new[] { "Main", "Pulse", "Seams", "Voices" }
            select $"{gateway}:{ports["Gateway__Ports__" + port]}";
        var silos = ComposeFile.Aliased("silo").Select(silo => $"{silo}:{ComposeFile.EnvironmentOf(silo)["Silo__Port"]}");
        Assert.Equal(gateways.Concat(silos).Order(), upstreams);
        var scraped = Yaml.Load(Repository.PathOf("deploy/prometheus/prometheus.yml")).Items("scrape_configs")
            .SelectMany(job => job.Items("dns_sd_configs")).Select(found => (Name: found.Items("names").Single().ToString(), Port: found.Text("port"))).ToArray();
        Assert.Equal([("gateway", ports["Gateway__Ports__Main"]), ("silo", ComposeFile.EnvironmentOf("silo-1")["Silo__Port"])], scraped);
        Assert.Equal(ComposeFile.Root.Items("networks", "inside", "ipam", "config").Single().Text("subnet"), ports["Gateway__TrustedProxies"]);
    }

    [GeneratedRegex("password|secret|key|token|connectionstring", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"server ((?:gateway|silo)-\S+)")]
    private static partial Regex Server();
}
