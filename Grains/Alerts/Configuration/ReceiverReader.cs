using System.Collections.Immutable;
using System.Globalization;

namespace Iskra.Alerts;

/// <summary>Reads <c>receivers</c>.</summary>
/// <param name="global">The section <c>global</c>; null where there is none.</param>
internal sealed class ReceiverReader(YamlSection? global)
{
    public Receiver Read(YamlSection section)
    {
        var name = section.Required("name");
        ImmutableArray<ReceiverIntegration> integrations =
        [
            .. section.Sections("slack_configs", "a Slack receiver").Select(Slack),
            .. section.Sections("email_configs", "an e-mail receiver").Select(Email),
            .. section.Sections("pagerduty_configs", "a PagerDuty receiver").Select(PagerDuty),
            .. section.Sections("webhook_configs", "a webhook receiver").Select(Webhook),
        ];
        section.Unsupported([.. section.Unasked.Where(key => key.EndsWith("_configs", StringComparison.Ordinal))]);
        section.RestIsWrong();
        return new Receiver(name, integrations);
    }

    private ReceiverIntegration Slack(YamlSection section, int place)
    {
        var url = SecretOf(section, "api_url") ?? (global is null ? null : SecretOf(global, "slack_api_url")) ?? throw section.Bad("a Slack receiver needs 'api_url' (or slack_api_url in global)");
        var integration = new SlackIntegration
        {
            Name = Name("slack", place),
            SendResolved = section.Flag("send_resolved") ?? false,
            Http = Http(section),
            ApiUrl = url,
            Channel = section.Text("channel"),
            Username = Plain(section, "username"),
        };
        section.RestIsUnsupported();
        return integration;
    }

    private ReceiverIntegration Email(YamlSection section, int place)
    {
        var smarthost = section.Text("smarthost") ?? global?.Text("smtp_smarthost") ?? throw section.Bad("an e-mail receiver needs 'smarthost' (or smtp_smarthost in global)");
        var colon = smarthost.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(smarthost.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65_535)
            throw section.Bad($"smarthost is '{smarthost}'; it must be host:port");
        var tls = section.Section("tls_config");
        var integration = new EmailIntegration
        {
            Name = Name("email", place),
            SendResolved = section.Flag("send_resolved") ?? false,
            To = section.Required("to"),
            From = section.Text("from") ?? global?.Text("smtp_from") ?? throw section.Bad("an e-mail receiver needs 'from' (or smtp_from in global)"),
            Host = smarthost[..colon],
            Port = port,
            Hello = section.Text("hello") ?? global?.Text("smtp_hello") ?? "localhost",
            AuthUsername = section.Text("auth_username") ?? global?.Text("smtp_auth_username"),
            AuthPassword = SecretOf(section, "auth_password") ?? (global is null ? null : SecretOf(global, "smtp_auth_password")),
            RequireTls = section.Flag("require_tls") ?? global?.Flag("smtp_require_tls") ?? true,
            CaFile = tls?.Text("ca_file"),
            InsecureSkipVerify = tls?.Flag("insecure_skip_verify") ?? false,
        };
        tls?.RestIsUnsupported();
        section.RestIsUnsupported();
        return integration;
    }

    private ReceiverIntegration PagerDuty(YamlSection section, int place)
    {
        var key = SecretOf(section, "routing_key") ?? throw section.Bad("a PagerDuty receiver needs 'routing_key'; keys of the older Events API v1 (service_key) are not supported");
        var integration = new PagerDutyIntegration
        {
            Name = Name("pagerduty", place),
            SendResolved = section.Flag("send_resolved") ?? true,
            Http = Http(section),
            RoutingKey = key,
            Url = section.Text("url") ?? global?.Text("pagerduty_url") ?? PagerDutyIntegration.DefaultUrl,
        };
        section.RestIsUnsupported();
        return integration;
    }

    private ReceiverIntegration Webhook(YamlSection section, int place)
    {
        var integration = new WebhookIntegration
        {
            Name = Name("webhook", place),
            SendResolved = section.Flag("send_resolved") ?? true,
            Http = Http(section),
            Url = SecretOf(section, "url") ?? throw section.Bad("a webhook receiver needs 'url'"),
            MaxAlerts = section.Number("max_alerts") ?? 0,
        };
        section.RestIsUnsupported();
        return integration;
    }

    private HttpSettings Http(YamlSection receiver)
    {
        var section = receiver.Section("http_config") ?? global?.Section("http_config");
        if (section is null) return HttpSettings.Default;
        var basic = section.Section("basic_auth");
        var authorization = section.Section("authorization");
        var tls = section.Section("tls_config");
        var settings = new HttpSettings
        {
            BasicUsername = basic?.Text("username"),
            BasicPassword = basic is null ? null : SecretOf(basic, "password"),
            AuthorizationType = authorization?.Text("type") ?? "Bearer",
            AuthorizationCredentials = (authorization is null ? null : SecretOf(authorization, "credentials")) ?? SecretOf(section, "bearer_token"),
            CaFile = tls?.Text("ca_file"),
            InsecureSkipVerify = tls?.Flag("insecure_skip_verify") ?? false,
        };
        foreach (var part in (YamlSection?[])[basic, authorization, tls, section]) part?.RestIsUnsupported();
        return settings;
    }

    // A text that is a template of Alertmanager's is not understood; Iskra's own text is used.
    private static string? Plain(YamlSection section, string key)
    {
        var text = section.Text(key);
        if (text?.Contains("{{", StringComparison.Ordinal) != true) return text;
        section.Unsupported(key);
        return null;
    }

    private static Secret? SecretOf(YamlSection section, string key)
    {
        if (section.Text(key) is { } text)
        {
            if (text == Secret.Mask) throw section.BadValue(key, $"{key} is masked; it must be the secret itself, ${{NAME}} for an environment variable, or {key}_file");
            return Secret.Of(text);
        }

        return section.Text(key + "_file") is { } path ? Secret.FromFile(path) : null;
    }

    private static string Name(string kind, int place) => string.Create(CultureInfo.InvariantCulture, $"{kind}[{place}]");
}
