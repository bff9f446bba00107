using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>Reads alertmanager.yml.</summary>
public sealed class AlertmanagerYaml
{
    private static readonly string[] GlobalKeys =
    [
        "slack_api_url", "slack_api_url_file", "smtp_smarthost", "smtp_from", "smtp_hello", "smtp_auth_username", "smtp_auth_password",
        "smtp_auth_password_file", "smtp_require_tls", "pagerduty_url", "http_config",
    ];

    private readonly YamlFile _file;

    private AlertmanagerYaml(string name) => _file = new YamlFile(name);

    /// <summary>Reads a file.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="AlertConfigurationException">It cannot be used; the message gives line, column and reason.</exception>
    public static AlertmanagerConfig Read(string text, string name) => new AlertmanagerYaml(name).ReadRoot(text);

    private AlertmanagerConfig ReadRoot(string text)
    {
        var root = _file.Read(text);
        var global = root.Section("global");
        var receivers = ReadReceivers(root, global);
        var intervals = ReadIntervals(root);
        var rules = root.Sections("inhibit_rules", "an inhibition rule").Select(ReadRule).ToImmutableArray();
        var route = root.Section("route") ?? throw root.Bad("the file needs 'route'");
        var names = receivers.Select(receiver => receiver.Name).ToHashSet(StringComparer.Ordinal);
        var config = new AlertmanagerConfig
        {
            ResolveTimeout = global?.Duration("resolve_timeout") ?? AlertmanagerConfig.DefaultResolveTimeout,
            Receivers = receivers,
            TimeIntervals = intervals,
            InhibitRules = rules,
            Root = new RouteReader(names, intervals.Keys.ToHashSet(StringComparer.Ordinal)).ReadRoot(route),
            Original = SecretMask.Apply(text),
        };
        root.Unsupported("templates", "tracing");
        root.RestIsWrong();
        foreach (var key in GlobalKeys) global?.Has(key);
        global?.RestIsUnsupported();
        return config with { Warnings = [.. _file.Warnings] };
    }

    private static ImmutableArray<Receiver> ReadReceivers(YamlSection root, YamlSection? global)
    {
        var reader = new ReceiverReader(global);
        var receivers = ImmutableArray.CreateBuilder<Receiver>();
        foreach (var section in root.Sections("receivers", "a receiver"))
        {
            var receiver = reader.Read(section);
            if (receivers.Any(known => known.Name == receiver.Name)) throw section.Bad($"there are two receivers named '{receiver.Name}'");
            receivers.Add(receiver);
        }

        return receivers.ToImmutable();
    }

    private static ImmutableDictionary<string, ImmutableArray<TimeInterval>> ReadIntervals(YamlSection root)
    {
        var intervals = ImmutableDictionary.CreateBuilder<string, ImmutableArray<TimeInterval>>(StringComparer.Ordinal);
        foreach (var key in (string[])["mute_time_intervals", "time_intervals"])
        {
            foreach (var section in root.Sections(key, "a time interval"))
            {
                var name = section.Required("name");
                if (intervals.ContainsKey(name)) throw section.Bad($"there are two time intervals named '{name}'");
                intervals[name] = [.. section.Sections("time_intervals", "a time interval").Select(TimeIntervalReader.Read)];
                section.RestIsWrong();
            }
        }

        return intervals.ToImmutable();
    }

    private static InhibitRule ReadRule(YamlSection section)
    {
        var rule = new InhibitRule(
            MatcherReader.Read(section, "source_matchers", "source_match", "source_match_re"),
            MatcherReader.Read(section, "target_matchers", "target_match", "target_match_re"),
            section.Texts("equal"));
        section.RestIsWrong();
        return rule;
    }
}
