using System.Text.Json.Nodes;
using Iskra.Tests.Deploy.Support;

namespace Iskra.Tests.Deploy.Kubernetes;

/// <summary>A set of objects, and how they refer to each other.</summary>
internal sealed class Manifests(IReadOnlyList<JsonNode> all)
{
    public const string Folder = "deploy/kubernetes";

    /// <summary>The objects of the base as they are written.</summary>
    public static Manifests OfBase { get; } = new(
    [
        .. Directory.GetFiles(Repository.PathOf(Folder, "base"), "*.yaml").Order().Where(path => !path.EndsWith("kustomization.yaml", StringComparison.Ordinal)).SelectMany(Yaml.LoadAll),
        .. Settings("base").Concat(Settings("../alerts")).Select(map => new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = map.Key }, ["data"] = new JsonObject(map.Value.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))) }),
    ]);

    public IReadOnlyList<JsonNode> All => all;

    /// <summary>The objects that run pods.</summary>
    public IEnumerable<JsonNode> Workloads => all.Where(item => item.At("spec", "template") is not null);

    /// <summary>The settings that a kustomization generates, by config map.</summary>
    public static Dictionary<string, Dictionary<string, string>> Settings(string folder) =>
        Yaml.Load(Repository.PathOf(Folder, folder, "kustomization.yaml")).Items("configMapGenerator").ToDictionary(
            map => map.Text("name"),
            map => map.Items("literals").Select(pair => pair.ToString().Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]));

    /// <summary>What kustomize makes of an overlay; skips the test where there is no kubectl.</summary>
    public static async Task<Manifests> RenderAsync(string overlay)
    {
        var kubectl = Installed.Find("kubectl");
        Assert.SkipWhen(kubectl is null, "kubectl is not installed; what is written is checked, what kustomize makes of it is not.");
        var (exitCode, output) = await Installed.RunAsync(kubectl!, ["kustomize", Repository.PathOf(Folder, "overlays", overlay)]);
        Assert.True(exitCode == 0, output);
        return new Manifests(Yaml.ParseAll(output, overlay));
    }

    public IEnumerable<JsonNode> OfKind(string kind) => all.Where(item => item.Text("kind") == kind);

    public JsonNode Find(string kind, string name) =>
        all.FirstOrDefault(item => item.Text("kind") == kind && item.Text("metadata", "name") == name) ?? throw new InvalidDataException($"There is no {kind} {name}.");

    /// <summary>The pods that a selector finds, as their templates.</summary>
    public IReadOnlyList<JsonNode> PodsOf(JsonNode? selector) => [.. Workloads.Select(item => item.At("spec", "template")!).Where(pod => Matches(selector, pod.At("metadata", "labels")))];

    /// <summary>The environment of the first container of a workload; addresses that only the cluster knows are those of this machine.</summary>
    public Dictionary<string, string> EnvironmentOf(JsonNode workload)
    {
        var container = workload.Items("spec", "template", "spec", "containers").First();
        var found = new Dictionary<string, string>();
        foreach (var map in container.Items("envFrom").Select(source => Find("ConfigMap", source.Text("configMapRef", "name"))))
        {
            foreach (var (name, value) in map.Members("data")) found[name] = value!.ToString();
        }

        foreach (var variable in container.Items("env"))
            found[variable.Text("name")] = variable.At("value")?.ToString() ?? (variable.Text("valueFrom", "fieldRef", "fieldPath") == "status.podIP" ? "127.0.0.1" : "name");
        return found;
    }

    private static bool Matches(JsonNode? selector, JsonNode? labels) =>
        selector.Members("matchLabels").All(pair => labels.Text(pair.Key) == pair.Value?.ToString())
        && selector.Items("matchExpressions").All(rule => rule.Text("operator") == "In" && rule.Items("values").Any(value => value.ToString() == labels.Text(rule.Text("key"))));
}
