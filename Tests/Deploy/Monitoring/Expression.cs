using System.Text.RegularExpressions;

namespace Iskra.Tests.Deploy.Monitoring;

/// <summary>What a PromQL expression asks for: names of metrics, and the labels it expects of each.</summary>
internal static partial class Expression
{
    private static readonly HashSet<string> Words =
        ["and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "offset", "bool", "inf", "nan"];

    /// <summary>The metrics of an expression, each with the labels of its selectors.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<string> Labels)> Metrics(string expression)
    {
        var text = Text().Replace(expression, "\"\"");
        text = Range().Replace(text, "");
        text = Grouping().Replace(text, " ");
        var found = new List<(string, IReadOnlyList<string>)>();
        foreach (Match match in Name().Matches(text))
        {
            var name = match.Groups["name"].Value;
            if (match.Groups["call"].Success || Words.Contains(name.ToLowerInvariant())) continue;
            found.Add((name, [.. Label().Matches(match.Groups["selector"].Value).Select(label => label.Groups[1].Value)]));
        }

        return found;
    }

    /// <summary>The expression as Prometheus reads it: the variables of the dashboard replaced by what they may stand for.</summary>
    public static string WithoutVariables(string expression) => expression
        .Replace("$__rate_interval", "5m", StringComparison.Ordinal)
        .Replace("$job", ".*", StringComparison.Ordinal)
        .Replace("$instance", ".*", StringComparison.Ordinal);

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'")]
    private static partial Regex Text();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Range();

    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"(?<![\w:.])(?<name>[a-zA-Z_:][\w:]*)(?<selector>\{[^}]*\})?(?<call>\s*\()?")]
    private static partial Regex Name();

    [GeneratedRegex(@"([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)")]
    private static partial Regex Label();
}
