using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Iskra.Tests.Deploy.Support;

/// <summary>Reads YAML as the JSON that it stands for (YAML 1.2 core schema, with merge keys).</summary>
internal static class Yaml
{
    /// <summary>The one document of a file.</summary>
    public static JsonNode Load(string path) => Assert.Single(LoadAll(path));

    /// <summary>All documents of a file.</summary>
    public static IReadOnlyList<JsonNode> LoadAll(string path) => ParseAll(File.ReadAllText(path), path);

    /// <summary>All documents of a text.</summary>
    public static IReadOnlyList<JsonNode> ParseAll(string text, string name)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException problem)
        {
            throw new InvalidDataException($"{name}: {problem.Message} at {problem.Start}", problem);
        }

        return [.. stream.Documents.Select(document => Convert(document.RootNode)).OfType<JsonNode>()];
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode mapping => Object(mapping),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value ?? ""),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new InvalidDataException($"A node of kind {node.NodeType} is not understood."),
    };

    private static JsonObject Object(YamlMappingNode mapping)
    {
        var result = new JsonObject();
        foreach (var (key, value) in mapping.Children)
        {
            if (((YamlScalarNode)key).Value == "<<") Merge(result, value);
        }

        foreach (var (key, value) in mapping.Children)
        {
            if (((YamlScalarNode)key).Value is { } name and not "<<") result[name] = Convert(value);
        }

        return result;
    }

    private static void Merge(JsonObject target, YamlNode value)
    {
        foreach (var part in value is YamlSequenceNode sequence ? sequence.Children : [value])
        {
            foreach (var (name, member) in Object((YamlMappingNode)part)) target[name] ??= member?.DeepClone();
        }
    }

    private static JsonValue? Plain(string text)
    {
        if (text is "" or "~" or "null") return null;
        if (text is "true" or "false") return JsonValue.Create(text == "true");
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return JsonValue.Create(whole);
        if (char.IsAsciiDigit(text.TrimStart('-')[0]) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return JsonValue.Create(number);
        return JsonValue.Create(text);
    }
}
