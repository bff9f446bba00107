using System.Text.Json;
using Iskra.Alerts;
using Iskra.Notifications;

namespace Iskra.Silo.Notifications;

/// <summary>The body of Alertmanager's generic webhook, version 4.</summary>
public static class WebhookMessage
{
    // Alertmanager writes the zero time of Go where an alert has not ended.
    private const string NoEnd = "0001-01-01T00:00:00Z";

    /// <summary>Writes it.</summary>
    public static byte[] Write(Notification notification, WebhookIntegration integration, NotificationSettings settings)
    {
        var max = integration.MaxAlerts > 0 ? integration.MaxAlerts : notification.Alerts.Length;
        var alerts = notification.Alerts.Take(max).ToArray();
        return JsonBody.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("receiver"u8, notification.Receiver);
            json.WriteString("status"u8, notification.IsFiring ? "firing"u8 : "resolved"u8);
            json.WriteStartArray("alerts"u8);
            foreach (var alert in alerts) WriteAlert(json, alert);
            json.WriteEndArray();
            JsonBody.WriteLabels(json, "groupLabels"u8, notification.GroupLabels.Labels);
            JsonBody.WriteLabels(json, "commonLabels"u8, Common(alerts, alert => alert.Labels));
            JsonBody.WriteLabels(json, "commonAnnotations"u8, Common(alerts, alert => alert.Annotations));
            json.WriteString("externalURL"u8, settings.ExternalUrl.ToString().TrimEnd('/'));
            json.WriteString("version"u8, "4"u8);
            json.WriteString("groupKey"u8, notification.GroupKey);
            json.WriteNumber("truncatedAlerts"u8, notification.TruncatedAlerts + notification.Alerts.Length - alerts.Length);
            json.WriteEndObject();
        });
    }

    private static IEnumerable<Label> Common(AlertView[] alerts, Func<AlertView, LabelSet> of) => alerts.Length == 0
        ? []
        : of(alerts[0]).Labels.Where(label => alerts.All(alert => of(alert)[label.Name] == label.Value));

    private static void WriteAlert(Utf8JsonWriter json, AlertView alert)
    {
        var hasEnded = alert.Status == AlertStatus.Resolved;
        json.WriteStartObject();
        json.WriteString("status"u8, hasEnded ? "resolved"u8 : "firing"u8);
        JsonBody.WriteLabels(json, "labels"u8, alert.Labels.Labels);
        JsonBody.WriteLabels(json, "annotations"u8, alert.Annotations.Labels);
        json.WriteString("startsAt"u8, AlertJson.Time(alert.StartsAt));
        json.WriteString("endsAt"u8, hasEnded ? AlertJson.Time(alert.EndsAt) : NoEnd);
        json.WriteString("generatorURL"u8, alert.GeneratorUrl);
        json.WriteString("fingerprint"u8, alert.Fingerprint);
        json.WriteEndObject();
    }
}
