using System.Collections.Immutable;
using YamlDotNet.RepresentationModel;

namespace Iskra.Alerts;

/// <summary>A mapping of a YAML file. It knows which of its keys have been asked for, so that the others can be named.</summary>
internal sealed class YamlSection
{
    private readonly YamlFile _file;
    private readonly string _what;
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, YamlNode> _keys = new(StringComparer.Ordinal);

    public YamlSection(YamlFile file, YamlMappingNode node, string what)
    {
        (_file, Node, _what) = (file, node, what);
        foreach (var (key, value) in node.Children)
        {
            if (key is not YamlScalarNode { Value: { } name }) throw file.Bad(key, "a key must be a plain text");
            (_keys[name], _values[name]) = (key, value);
        }
    }

    public YamlNode Node { get; }

    public bool Has(string key)
    {
        _used.Add(key);
        return _values.TryGetValue(key, out var value) && !IsNull(value);
    }

    public string? Text(string key) => Has(key) ? Scalar(_values[key], key) : null;

    public string Required(string key) => Text(key) ?? throw Bad($"{_what} needs '{key}'");

    public bool? Flag(string key) => Text(key) switch
    {
        null => null,
        "true" or "yes" or "on" => true,
        "false" or "no" or "off" => false,
        var other => throw BadValue(key, $"{key} is '{other}'; it must be true or false"),
    };

    public int? Number(string key)
    {
        if (Text(key) is not { } text) return null;
        return int.TryParse(text, out var number) && number >= 0 ? number : throw BadValue(key, $"{key} is '{text}'; it must be a whole number");
    }

    public TimeSpan? Duration(string key)
    {
        if (Text(key) is not { } text) return null;
        return DurationText.TryParse(text, out var duration) ? duration : throw BadValue(key, $"{key} is '{text}'; it must be a duration such as 30s, 5m or 1h30m");
    }

    public ImmutableArray<string> Texts(string key) => [.. List(key).Select(item => Scalar(item, key))];

    public YamlSection? Section(string key) => Has(key) ? _file.Section(_values[key], key) : null;

    public IEnumerable<YamlSection> Sections(string key, string what) => List(key).Select(item => _file.Section(item, what));

    public IEnumerable<KeyValuePair<string, string>> Pairs(string key) =>
        Section(key) is { } section ? section._values.Keys.Select(name => KeyValuePair.Create(name, section.Text(name) ?? string.Empty)).ToArray() : [];

    /// <summary>The items of a list; a single text counts as a list of one.</summary>
    public IEnumerable<YamlNode> List(string key)
    {
        if (!Has(key)) return [];
        return _values[key] switch
        {
            YamlSequenceNode list => list.Children,
            YamlScalarNode scalar => [scalar],
            var other => throw _file.Bad(other, $"{key} must be a list"),
        };
    }

    public string Scalar(YamlNode node, string key) => node is YamlScalarNode { Value: { } text } ? text : throw _file.Bad(node, $"{key} must be a text");

    public AlertConfigurationException Bad(string reason) => _file.Bad(Node, reason);

    public AlertConfigurationException BadValue(string key, string reason) => _file.Bad(_values[key], reason);

    public AlertConfigurationException BadItem(YamlNode item, string reason) => _file.Bad(item, reason);

    /// <summary>Names the keys of a list that are there and not supported.</summary>
    public void Unsupported(params string[] keys)
    {
        foreach (var key in keys.Where(Has)) _file.Warn(_keys[key], $"{key} of {_what} is not supported and has no effect");
    }

    /// <summary>Names every key that was not asked for as not supported.</summary>
    public void RestIsUnsupported() => Unsupported([.. _values.Keys.Where(key => !_used.Contains(key))]);

    /// <summary>Refuses keys that were not asked for.</summary>
    public void RestIsWrong()
    {
        foreach (var key in _values.Keys.Where(key => !_used.Contains(key))) throw _file.Bad(_keys[key], $"{_what} has no '{key}'");
    }

    public IEnumerable<string> Unasked => _values.Keys.Where(key => !_used.Contains(key));

    private static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: null or "" or "null" or "~" };
}
