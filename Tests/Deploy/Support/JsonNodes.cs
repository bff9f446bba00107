using System.Text.Json.Nodes;

namespace Iskra.Tests.Deploy.Support;

/// <summary>Short ways through JSON.</summary>
internal static class JsonNodes
{
    /// <summary>The node at a path of member names, or null.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path) node = (node as JsonObject)?[name];
        return node;
    }

    /// <summary>The text at a path, or the empty text.</summary>
    public static string Text(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path)?.ToString() ?? "";

    /// <summary>The elements of the array at a path; none when it is not there.</summary>
    public static IEnumerable<JsonNode> Items(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonArray)?.OfType<JsonNode>() ?? [];

    /// <summary>The members of the object at a path; none when it is not there.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Members(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) as JsonObject ?? [];

    /// <summary>The node and everything below it.</summary>
    public static IEnumerable<JsonNode> Everything(this JsonNode node)
    {
        yield return node;
        var children = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var inner in children.OfType<JsonNode>().SelectMany(Everything)) yield return inner;
    }
}
