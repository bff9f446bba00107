using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Iskra.Tests.Deploy.Support;

namespace Iskra.Tests.Deploy.Compose;

/// <summary>The Compose file with its variables at their defaults.</summary>
internal static partial class ComposeFile
{
    public const string Name = "docker-compose.yml";

    public static JsonNode Root { get; } = Assert.Single(Yaml.ParseAll(Variable().Replace(Repository.Read(Name), match => match.Groups["default"].Value), Name));

    public static IReadOnlyDictionary<string, JsonNode> Services { get; } = Root.Members("services").ToDictionary(member => member.Key, member => member.Value!);

    /// <summary>The services that run our image.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode>> OfIskra { get; } = Services.Where(service => service.Value.Text("image").StartsWith("iskra:", StringComparison.Ordinal));

    /// <summary>The environment of a service.</summary>
    public static Dictionary<string, string> EnvironmentOf(string service) =>
        Services[service].Members("environment").ToDictionary(member => member.Key, member => member.Value?.ToString() ?? "");

    /// <summary>The services that share a name on the network.</summary>
    public static IEnumerable<string> Aliased(string alias) =>
        Services.Where(service => service.Value.Items("networks", "inside", "aliases").Any(name => name.ToString() == alias)).Select(service => service.Key);

    /// <summary>A duration such as <c>40s</c> or <c>1m30s</c>.</summary>
    public static TimeSpan Duration(string text) => Part().Matches(text).Aggregate(
        TimeSpan.Zero, (sum, part) => sum + (part.Groups[2].Value switch { "h" => TimeSpan.FromHours(1), "m" => TimeSpan.FromMinutes(1), _ => TimeSpan.FromSeconds(1) } * int.Parse(part.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"\$\{\w+(?::-(?<default>[^}]*))?\}")]
    private static partial Regex Variable();

    [GeneratedRegex("([0-9]+)([hms])")]
    private static partial Regex Part();
}
