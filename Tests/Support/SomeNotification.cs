using Iskra.Alerts;

namespace Iskra.Tests;

/// <summary>Notifications and receivers for tests.</summary>
public static class SomeNotification
{
    /// <summary>Noon of 1 January 2030, UTC.</summary>
    public static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>An alert.</summary>
    public static AlertView Alert(string name = "PainIsHigh", AlertStatus status = AlertStatus.Firing, string priority = "P0") => new()
    {
        Fingerprint = Fingerprint(name),
        Labels = LabelSet.Of(("alertname", name), ("priority", priority), ("severity", "critical"), ("instance", "db1:9100")),
        Annotations = LabelSet.Of(("summary", "pain is 0.71")),
        GeneratorUrl = "http://prometheus.example/graph",
        StartsAt = Noon,
        EndsAt = Noon.AddMinutes(5),
        UpdatedAt = Noon,
        Status = status,
        Priority = priority,
        Reason = QuietReason.Notified,
    };

    /// <summary>A notification of a step.</summary>
    public static Notification Step(
        string key, string receiver = "team", string integration = "slack[0]", int step = 1, string priority = "P0", params AlertView[] alerts) => new()
        {
            Key = key,
            Receiver = receiver,
            Integration = integration,
            GroupKey = "chain/" + key,
            Alerts = alerts.Length == 0 ? [Alert(key, priority: priority)] : [.. alerts],
            Priority = priority,
            Role = step > 0 ? receiver : null,
            Step = step,
            At = Noon,
        };

    /// <summary>Settings with one receiver.</summary>
    public static AlertSettings Settings(string receiver, params ReceiverIntegration[] integrations) => AlertSettings.Default with
    {
        Config = AlertmanagerConfig.Default with { Receivers = [new Receiver(receiver, [.. integrations])] },
    };

    /// <summary>An integration of Slack.</summary>
    public static SlackIntegration Slack(string url = "http://127.0.0.1:9/", string name = "slack[0]") =>
        new() { Name = name, SendResolved = true, ApiUrl = Secret.Of(url) };

    /// <summary>An integration of PagerDuty.</summary>
    public static PagerDutyIntegration PagerDuty(string url = "http://127.0.0.1:9/", string name = "pagerduty[0]") =>
        new() { Name = name, SendResolved = true, RoutingKey = Secret.Of("the-routing-key"), Url = url };

    /// <summary>A generic webhook.</summary>
    public static WebhookIntegration Webhook(string url = "http://127.0.0.1:9/", string name = "webhook[0]") =>
        new() { Name = name, SendResolved = true, Url = Secret.Of(url) };

    /// <summary>E-mail.</summary>
    public static EmailIntegration Email(int port = 9, string name = "email[0]") => new()
    {
        Name = name,
        SendResolved = true,
        To = "Ops <ops@example.com>",
        From = "iskra@example.com",
        Host = "localhost",
        Port = port,
        RequireTls = false,
    };

    private static string Fingerprint(string name) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)).AsSpan(0, 8));
}
