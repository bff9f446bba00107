using System.Text.Json;
using System.Text.Json.Nodes;
using Iskra.Tests.Deploy.Support;

namespace Iskra.Tests.Deploy.Kubernetes;

/// <summary>Checks objects against <c>schema.json</c>: unknown members, missing members, wrong kinds of value.</summary>
internal static class Schema
{
    private static readonly JsonNode Root = JsonNode.Parse(Repository.Read("Tests/Deploy/Kubernetes/schema.json"))!;

    /// <summary>What is wrong with an object; nothing when it is right.</summary>
    public static IReadOnlyList<string> Problems(JsonNode document)
    {
        var kind = $"{document.Text("apiVersion")} {document.Text("kind")}";
        if (Root.At("kinds", kind) is not { } type) return [$"{kind}: no such kind in schema.json"];
        var problems = new List<string>();
        Check(type.ToString(), document, $"{document.Text("kind")}/{document.Text("metadata", "name")}", problems);
        if (document.Text("metadata", "name").Length == 0) problems.Add($"{kind}: metadata.name is missing");
        return problems;
    }

    private static void Check(string type, JsonNode? value, string path, List<string> problems)
    {
        switch (type[0])
        {
            case '[' when value is JsonArray items:
                for (var i = 0; i < items.Count; i++) Check(type[1..^1], items[i], $"{path}[{i}]", problems);
                break;
            case '{' when value is JsonObject members:
                foreach (var (name, member) in members) Check(type[1..^1], member, $"{path}.{name}", problems);
                break;
            case '\'' when type[1..^1].Split('|').Contains(value?.ToString()):
            case var first when char.IsAsciiLetterLower(first) && IsScalar(type, value):
                break;
            case var first when char.IsAsciiLetterUpper(first) && value is JsonObject members:
                CheckMembers(type, members, path, problems);
                break;
            default:
                problems.Add($"{path}: {value?.ToJsonString() ?? "null"} is not {type}");
                break;
        }
    }

    private static void CheckMembers(string type, JsonObject members, string path, List<string> problems)
    {
        if (Root.At("types", type) is not JsonObject known)
        {
            problems.Add($"{path}: type {type} is not in schema.json; add it");
            return;
        }

        foreach (var name in known.Select(member => member.Key).Where(name => name.EndsWith('!') && !members.ContainsKey(name[..^1])))
            problems.Add($"{path}: {name[..^1]} is missing");
        foreach (var (name, member) in members)
        {
            if ((known[name] ?? known[name + "!"]) is { } memberType) Check(memberType.ToString(), member, $"{path}.{name}", problems);
            else problems.Add($"{path}: {type} has no {name}");
        }
    }

    private static bool IsScalar(string type, JsonNode? value) => type switch
    {
        "any" => true,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        _ => value?.GetValueKind() is JsonValueKind.String or JsonValueKind.Number,
    };
}
