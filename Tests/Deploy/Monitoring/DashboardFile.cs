using System.Text.Json.Nodes;
using Iskra.Tests.Deploy.Support;

namespace Iskra.Tests.Deploy.Monitoring;

/// <summary>The dashboard as Grafana loads it.</summary>
internal static class DashboardFile
{
    public static JsonNode Root { get; } = JsonNode.Parse(Repository.Read("deploy/grafana/dashboards/websocket-iskra.json"))!;

    public static IReadOnlyList<JsonNode> Panels { get; } = [.. Root.Items("panels")];

    /// <summary>Every expression in it, as written.</summary>
    public static IReadOnlyList<string> Expressions { get; } =
        [.. Panels.SelectMany(panel => panel.Items("targets")).Select(target => target.Text("expr")), .. Root.Items("annotations", "list").Select(list => list.Text("expr"))];

    /// <summary>An expression as Prometheus reads it.</summary>
    public static string Plain(string expression) => Expression.WithoutVariables(expression);
}
