using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Iskra.Tests.Deploy.Support;

namespace Iskra.Tests.Deploy.Kubernetes;

/// <summary>The objects of the base, as they are written.</summary>
public sealed partial class ManifestTests
{
    private static readonly string[] Kustomized = ["base", "components/monitoring", "overlays/dev", "overlays/production"];

    private static Manifests Base => Manifests.OfBase;

    [Fact]
    public void Every_object_is_one_that_Kubernetes_knows() =>
        Assert.Empty(Kustomized.SelectMany(folder => Resources(folder)).SelectMany(Yaml.LoadAll).Concat(Base.All).SelectMany(Schema.Problems));

    [Fact]
    public void A_mistake_in_an_object_is_found()
    {
        var silo = Base.Find("Deployment", "iskra-silo").DeepClone();
        silo["spec"]!["replica"] = 3;
        silo["spec"]!["minReadySeconds"] = "10";
        ((JsonObject)silo["spec"]!).Remove("selector");
        Assert.Equal(
            new HashSet<string> { "Deployment/iskra-silo.spec: selector is missing", "Deployment/iskra-silo.spec.minReadySeconds: \"10\" is not number", "Deployment/iskra-silo.spec: DeploymentSpec has no replica" },
            Schema.Problems(silo).ToHashSet());
    }

    [Fact]
    public void Every_file_is_used_and_every_file_that_is_used_is_there()
    {
        foreach (var folder in Kustomized)
        {
            var kustomization = Yaml.Load(Repository.PathOf(Manifests.Folder, folder, "kustomization.yaml"));
            var used = kustomization.Items("resources").Concat(kustomization.Items("components")).Select(item => item.ToString())
                .Concat(kustomization.Items("patches").Select(patch => patch.Text("path")).Where(path => path.Length > 0)).ToArray();
            foreach (var path in used)
            {
                var full = Repository.PathOf(Manifests.Folder, folder, path);
                Assert.True(File.Exists(full) || File.Exists(Path.Combine(full, "kustomization.yaml")), $"{folder}: {path} is not there");
            }

            var files = Directory.GetFiles(Repository.PathOf(Manifests.Folder, folder), "*.yaml").Select(path => Path.GetFileName(path)!).Where(name => name != "kustomization.yaml");
            Assert.Equal(files.Order(), used.Where(path => !path.Contains('/', StringComparison.Ordinal)).Order());
        }
    }

    [Fact]
    public void Objects_that_refer_to_each_other_fit() => References.Check(Base);

    [Fact]
    public void Every_variable_is_a_setting_that_the_program_has_and_its_value_is_one_it_takes() => Variables(Base);

    [Fact]
    public void Pods_may_nothing_that_they_need_not()
    {
        foreach (var pod in Base.Workloads.Select(item => item.At("spec", "template", "spec")!))
        {
            Assert.Equal("true", pod.Text("securityContext", "runAsNonRoot"));
            Assert.Equal("RuntimeDefault", pod.Text("securityContext", "seccompProfile", "type"));
            Assert.Equal("false", pod.Text("automountServiceAccountToken"));
            foreach (var container in pod.Items("containers"))
            {
                Assert.Equal("true", container.Text("securityContext", "readOnlyRootFilesystem"));
                Assert.Equal("false", container.Text("securityContext", "allowPrivilegeEscalation"));
                Assert.Equal(["ALL"], container.Items("securityContext", "capabilities", "drop").Select(item => item.ToString()));
                Assert.NotEmpty(container.Text("resources", "requests", "cpu"));
                Assert.NotEmpty(container.Text("resources", "limits", "memory"));
            }
        }
    }

    [Fact]
    public void A_gateway_that_is_told_to_stop_has_the_time_it_needs()
    {
        var gateway = Base.Find("Deployment", "iskra-gateway");
        var pod = gateway.At("spec", "template", "spec")!;
        var wait = (long)pod.Items("containers").Single().At("lifecycle", "preStop", "sleep", "seconds")!;
        var drainMs = int.Parse(Base.EnvironmentOf(gateway)["Gateway__DrainMs"], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(wait, 1L, 30L);
        Assert.True((long)pod["terminationGracePeriodSeconds"]! > wait + (drainMs / 1000) + 20);
    }

    [Fact]
    public void The_three_health_endpoints_are_asked()
    {
        foreach (var (name, startup) in new[] { ("iskra-silo", "/health"), ("iskra-gateway", "/health/realtime") })
        {
            var container = Base.Find("Deployment", name).Items("spec", "template", "spec", "containers").Single();
            Assert.Equal(
                ("/health", "/ready", startup),
                (container.Text("livenessProbe", "httpGet", "path"), container.Text("readinessProbe", "httpGet", "path"), container.Text("startupProbe", "httpGet", "path")));
        }
    }

    [Fact]
    public void The_autoscaler_follows_connections_and_leaves_room_below_the_limit()
    {
        var metric = Base.Find("HorizontalPodAutoscaler", "iskra-gateway").Items("spec", "metrics").Single(item => item.Text("type") == "Pods").At("pods")!;
        Assert.Equal("realtime_connections_active", metric.Text("metric", "name"));
        var limit = int.Parse(Base.EnvironmentOf(Base.Find("Deployment", "iskra-gateway"))["Gateway__MaxConnections"], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(int.Parse(metric.Text("target", "averageValue"), System.Globalization.CultureInfo.InvariantCulture), limit / 2, limit * 8 / 10);
        Assert.Null(Base.Find("Deployment", "iskra-gateway").At("spec", "replicas"));
    }

    [Fact]
    public void WebSockets_live_long_behind_the_ingress_and_nothing_is_buffered()
    {
        const string Prefix = "nginx.ingress.kubernetes.io/";
        var annotations = Base.Find("Ingress", "iskra").At("metadata", "annotations");
        Assert.Equal(("3600", "3600", "off"), (annotations.Text(Prefix + "proxy-read-timeout"), annotations.Text(Prefix + "proxy-send-timeout"), annotations.Text(Prefix + "proxy-buffering")));
    }

    [Fact]
    public void No_secret_is_written_down()
    {
        Assert.Empty(Base.OfKind("Secret"));
        Assert.DoesNotContain(Kustomized.SelectMany(Resources).SelectMany(Yaml.LoadAll), item => item.Text("kind") == "Secret");
        Assert.All(Kustomized, folder => Assert.Null(Yaml.Load(Repository.PathOf(Manifests.Folder, folder, "kustomization.yaml")).At("secretGenerator")));
        Assert.All(References.Example.Members("stringData"), pair => Assert.Equal("", pair.Value?.ToString()));
        Assert.Empty(Schema.Problems(References.Example));
    }

    [Fact]
    public void The_rules_for_the_operator_are_those_of_Prometheus()
    {
        var rule = Yaml.Load(Repository.PathOf(Manifests.Folder, "components/monitoring/prometheus-rule.yaml"));
        var groups = Yaml.Load(Repository.PathOf("deploy/prometheus/rules/websocket.yml")).At("groups");
        Assert.True(JsonNode.DeepEquals(groups, rule.At("spec", "groups")), "prometheus-rule.yaml differs from rules/websocket.yml; copy the groups over");
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("production")]
    public async Task Kustomize_makes_objects_that_fit_together(string overlay)
    {
        var rendered = await Manifests.RenderAsync(overlay);
        Assert.Empty(rendered.All.SelectMany(Schema.Problems));
        References.Check(rendered);
        Variables(rendered);
        var ns = rendered.OfKind("Namespace").Single().Text("metadata", "name");
        Assert.All(rendered.All.Where(item => item.Text("kind") != "Namespace"), item => Assert.Equal(ns, item.Text("metadata", "namespace")));
        Assert.All(rendered.Workloads.SelectMany(item => item.Items("spec", "template", "spec", "containers")), container => Assert.Matches(@":(?!latest)[\w.-]+$", container.Text("image")));

        // The job of a metric is the name of the service that it was read from.
        Assert.All(Job().Matches(Repository.Read("deploy/prometheus/rules/websocket.yml")).Select(match => match.Groups[1].Value).Distinct(), job => rendered.Find("Service", job));
    }

    private static void Variables(Manifests manifests)
    {
        foreach (var workload in manifests.Workloads.Where(item => item.Text("metadata", "name").StartsWith("iskra-", StringComparison.Ordinal)))
        {
            var environment = manifests.EnvironmentOf(workload);
            Assert.All(environment.Keys, variable => Assert.True(KnownSettings.Has(variable), $"{workload.Text("metadata", "name")}: {variable} is no setting"));
            environment["ConnectionStrings__Iskra"] = "Host=database";
            Assert.DoesNotContain(KnownSettings.Problems(environment), problem => !problem.StartsWith("Role: silo and gateway need Microsoft Orleans", StringComparison.Ordinal));
        }
    }

    private static IEnumerable<string> Resources(string folder) =>
        Yaml.Load(Repository.PathOf(Manifests.Folder, folder, "kustomization.yaml")).Items("resources").Select(item => Repository.PathOf(Manifests.Folder, folder, item.ToString())).Where(File.Exists);

    [GeneratedRegex("job=\"([^\"]+)\"")]
    private static partial Regex Job();
}
