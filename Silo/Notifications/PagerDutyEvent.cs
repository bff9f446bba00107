using System.Collections.Immutable;
using Iskra.Alerts;
using Iskra.Notifications;

namespace Iskra.Silo.Notifications;

/// <summary>
/// Events for PagerDuty, Events API v2. An escalation step makes an incident of each alert, a route one of its group; both are found
/// again by their <c>dedup_key</c>, and a repetition changes nothing.
/// </summary>
public static class PagerDutyEvent
{
    /// <summary>Longest summary, in characters (Events API v2).</summary>
    public const int MaxSummaryLength = 1_024;

    /// <summary>Most alerts in the details of an event; the others are counted. An event may have 512 KB.</summary>
    public const int MaxAlerts = 20;

    /// <summary>The parts that a notification goes in.</summary>
    public static ImmutableArray<Notification> Parts(Notification notification) => notification is { Step: 0, Alerts.IsEmpty: false }
        ? [notification]
        : [.. notification.Alerts.Select(alert => notification with { Alerts = [alert], TruncatedAlerts = 0, Priority = alert.Priority })];

    /// <summary>By what the incident is found again.</summary>
    public static string DedupKey(Notification part) =>
        part.Step == 0 ? DeliveryId.Of(part.GroupKey) : $"iskra-{part.Alerts[0].Fingerprint}";

    /// <summary>What happens with the incident.</summary>
    public static string Action(Notification part)
    {
        if (!part.IsFiring) return "resolve";
        return part.Alerts.All(alert => alert.Status == AlertStatus.Resolved || alert.Acknowledgement is not null) ? "acknowledge" : "trigger";
    }

    /// <summary>Writes the event.</summary>
    /// <param name="part">One of <see cref="Parts"/>.</param>
    /// <param name="routingKey">The secret of the integration.</param>
    /// <param name="settings">The address of Iskra.</param>
    public static byte[] Write(Notification part, string routingKey, NotificationSettings settings) => JsonBody.Write(json =>
    {
        var first = part.Alerts[0];
        json.WriteStartObject();
        json.WriteString("routing_key"u8, routingKey);
        json.WriteString("event_action"u8, Action(part));
        json.WriteString("dedup_key"u8, DedupKey(part));
        json.WriteString("client"u8, "Iskra"u8);
        json.WriteString("client_url"u8, settings.ExternalUrl.ToString());
        json.WriteStartObject("payload"u8);
        json.WriteString("summary"u8, AlertText.Title(part, MaxSummaryLength));
        json.WriteString("source"u8, Source(first));
        json.WriteString("severity"u8, Severity(first, part.Priority));
        json.WriteString("timestamp"u8, AlertJson.Time(first.StartsAt));
        json.WriteString("class"u8, AlertText.Line(AlertText.Name(first), AlertText.MaxValueLength));
        json.WriteStartObject("custom_details"u8);
        json.WriteString("priority"u8, part.Priority);
        json.WriteNumber("alerts"u8, part.Alerts.Length + part.TruncatedAlerts);
        json.WriteStartArray("details"u8);
        foreach (var alert in part.Alerts.Take(MaxAlerts)) json.WriteStringValue(AlertText.Cut(AlertText.Describe(alert), 4_000));
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static string Source(AlertView alert)
    {
        var source = alert.Labels["instance"] is { Length: > 0 } instance ? instance : alert.Labels["source"];
        return source.Length > 0 ? AlertText.Line(source, AlertText.MaxValueLength) : "iskra";
    }

    private static string Severity(AlertView alert, string priority) => alert.Labels["severity"] is "critical" or "error" or "warning" or "info"
        ? alert.Labels["severity"]
        : priority switch { AlertPriority.P0 => "critical", AlertPriority.P1 => "warning", _ => "info" };
}
