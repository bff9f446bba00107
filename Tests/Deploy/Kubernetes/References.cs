using System.Text.Json.Nodes;
using Iskra.Tests.Deploy.Support;

namespace Iskra.Tests.Deploy.Kubernetes;

/// <summary>Whether what objects say of each other is so: names, labels, ports, keys.</summary>
internal static class References
{
    /// <summary>The secret as it must be made by hand.</summary>
    public static JsonNode Example { get; } = Yaml.Load(Repository.PathOf(Manifests.Folder, "secret.example.yaml"));

    /// <summary>Checks all of them.</summary>
    public static void Check(Manifests manifests)
    {
        foreach (var workload in manifests.Workloads) Workload(manifests, workload);
        foreach (var service in manifests.OfKind("Service")) Service(manifests, service);
        foreach (var budget in manifests.OfKind("PodDisruptionBudget")) Assert.NotEmpty(manifests.PodsOf(budget.At("spec", "selector")));
        foreach (var scaler in manifests.OfKind("HorizontalPodAutoscaler")) manifests.Find(scaler.Text("spec", "scaleTargetRef", "kind"), scaler.Text("spec", "scaleTargetRef", "name"));
        foreach (var policy in manifests.OfKind("NetworkPolicy")) Policy(manifests, policy);
        foreach (var monitor in manifests.OfKind("ServiceMonitor")) Monitor(manifests, monitor);
        foreach (var backend in manifests.OfKind("Ingress").SelectMany(ingress => ingress.Items("spec", "rules")).SelectMany(rule => rule.Items("http", "paths")).Select(path => path.At("backend", "service")))
        {
            var service = manifests.Find("Service", backend.Text("name"));
            Assert.Contains(backend.Text("port", "name"), service.Items("spec", "ports").Select(port => port.Text("name")));
        }
    }

    private static void Workload(Manifests manifests, JsonNode workload)
    {
        var pod = workload.At("spec", "template")!;
        Assert.Contains(pod, manifests.PodsOf(workload.At("spec", "selector")));
        Assert.Single(manifests.PodsOf(workload.At("spec", "selector")));
        foreach (var constraint in pod.Items("spec", "topologySpreadConstraints")) Assert.Equal([pod], manifests.PodsOf(constraint.At("labelSelector")));
        if (pod.Text("spec", "serviceAccountName") is { Length: > 0 } account) manifests.Find("ServiceAccount", account);
        var volumes = pod.Items("spec", "volumes").Concat(workload.Items("spec", "volumeClaimTemplates").Select(claim => claim.At("metadata")!)).Select(volume => volume.Text("name")).ToArray();
        Assert.Equal(volumes.Order(), pod.Items("spec", "containers").SelectMany(container => container.Items("volumeMounts")).Select(mount => mount.Text("name")).Order());
        foreach (var secret in pod.Items("spec", "volumes").Select(volume => volume.At("secret")).OfType<JsonNode>())
        {
            Assert.Equal(Example.Text("metadata", "name"), secret.Text("secretName"));
            Assert.All(secret.Items("items"), item => Assert.NotNull(Example.At("stringData", item.Text("key"))));
        }

        foreach (var map in pod.Items("spec", "volumes").Select(volume => volume.At("configMap")).OfType<JsonNode>()) manifests.Find("ConfigMap", map.Text("name"));
        foreach (var container in pod.Items("spec", "containers")) Container(manifests, workload, container);
    }

    private static void Container(Manifests manifests, JsonNode workload, JsonNode container)
    {
        var ports = container.Items("ports").ToDictionary(port => port.Text("name"), port => port.Text("containerPort"));
        foreach (var probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" }.Select(name => container.At(name, "httpGet")).OfType<JsonNode>())
            Assert.Contains(probe.Text("port"), ports.Keys);
        if (container.Items("envFrom").Any())
        {
            var environment = manifests.EnvironmentOf(workload);
            Assert.Equal(
                environment.Where(pair => pair.Key.Contains("Port", StringComparison.Ordinal)).Select(pair => pair.Value).Order(), ports.Values.Order());
            Assert.Contains(environment["SecretsFolder"], container.Items("volumeMounts").Select(mount => mount.Text("mountPath")));
        }
    }

    private static void Service(Manifests manifests, JsonNode service)
    {
        var selector = new JsonObject { ["matchLabels"] = service.At("spec", "selector")!.DeepClone() };
        var pod = Assert.Single(manifests.PodsOf(selector));
        var ports = pod.Items("spec", "containers").SelectMany(container => container.Items("ports")).ToDictionary(port => port.Text("name"), port => port.Text("containerPort"));
        foreach (var port in service.Items("spec", "ports")) Assert.Equal(port.Text("port"), ports[port.Text("targetPort")]);
    }

    private static void Policy(Manifests manifests, JsonNode policy)
    {
        var pods = manifests.PodsOf(policy.At("spec", "podSelector"));
        Assert.NotEmpty(pods);
        foreach (var port in policy.Items("spec", "ingress").SelectMany(rule => rule.Items("ports")).Select(port => port.Text("port")))
            Assert.All(pods, pod => Assert.Contains(port, pod.Items("spec", "containers").SelectMany(container => container.Items("ports")).Select(item => item.Text("name"))));
        foreach (var peer in policy.Items("spec", "ingress").SelectMany(rule => rule.Items("from")).Concat(policy.Items("spec", "egress").SelectMany(rule => rule.Items("to"))))
        {
            if (peer.At("podSelector") is { } selector) Assert.NotEmpty(manifests.PodsOf(selector));
        }
    }

    private static void Monitor(Manifests manifests, JsonNode monitor)
    {
        var labels = monitor.Members("spec", "selector", "matchLabels").ToArray();
        var service = Assert.Single(manifests.OfKind("Service"), service => labels.All(pair => service.Text("metadata", "labels", pair.Key) == pair.Value?.ToString()));
        Assert.All(monitor.Items("spec", "endpoints"), endpoint => Assert.Contains(endpoint.Text("port"), service.Items("spec", "ports").Select(port => port.Text("name"))));
    }
}
