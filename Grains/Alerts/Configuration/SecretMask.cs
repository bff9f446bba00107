using System.Text;
using YamlDotNet.RepresentationModel;

namespace Iskra.Alerts;

/// <summary>Takes the secrets out of the text of alertmanager.yml, so that it can be shown.</summary>
internal static class SecretMask
{
    private static readonly string[] Parts = ["password", "secret", "token", "credentials", "api_key", "routing_key", "service_key", "user_key", "api_url", "webhook_url"];

    /// <summary>The text with every secret replaced; all else stands as it stood.</summary>
    public static string Apply(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        var found = new SortedDictionary<int, int>();
        foreach (var document in stream.Documents) Find(document.RootNode, string.Empty, found);
        var masked = new StringBuilder(text);
        foreach (var (start, end) in found.Reverse())
        {
            // A block ends with its line break, which stays.
            var last = end;
            while (last > start && char.IsWhiteSpace(text[last - 1])) last--;
            masked.Remove(start, last - start).Insert(start, '"' + Secret.Mask + '"');
        }

        return masked.ToString();
    }

    private static void Find(YamlNode node, string parent, SortedDictionary<int, int> found)
    {
        if (node is YamlSequenceNode list)
        {
            foreach (var item in list.Children) Find(item, parent, found);
        }

        if (node is not YamlMappingNode mapping) return;
        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? string.Empty;
            if (value is YamlScalarNode { Value.Length: > 0 } scalar && IsSecret(name, parent, scalar.Value)) found[(int)value.Start.Index] = (int)value.End.Index;
            else Find(value, name, found);
        }
    }

    private static bool IsSecret(string key, string parent, string value)
    {
        if (key.EndsWith("_file", StringComparison.Ordinal)) return false;
        if (key == "url" && parent is "webhook_configs") return true;
        if (Parts.Any(part => key.Contains(part, StringComparison.Ordinal))) return true;
        return Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0;
    }
}
