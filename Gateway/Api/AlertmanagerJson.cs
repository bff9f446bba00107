using System.Text.Json;
using Iskra.Alerts;

namespace Iskra.Gateway.Api;

/// <summary>Writes alerts and groups as the Alertmanager API shows them.</summary>
internal static class AlertmanagerJson
{
    /// <summary>Writes an alert. Beside what Alertmanager says there is <c>notification</c>: why nobody is told now, and when next.</summary>
    internal static void WriteAlert(Utf8JsonWriter json, AlertView alert)
    {
        json.WriteStartObject();
        AlertJson.WriteLabels(json, "annotations", alert.Annotations);
        json.WriteString("endsAt"u8, AlertmanagerTime.Format(alert.EndsAt));
        json.WriteString("fingerprint"u8, alert.Fingerprint);
        json.WriteStartArray("receivers"u8);
        foreach (var receiver in alert.Receivers) WriteName(json, receiver);
        json.WriteEndArray();
        json.WriteString("startsAt"u8, AlertmanagerTime.Format(alert.StartsAt));
        json.WriteStartObject("status"u8);
        AlertJson.WriteTexts(json, "inhibitedBy", alert.InhibitedBy);
        AlertJson.WriteTexts(json, "mutedBy", alert.MutedBy);
        AlertJson.WriteTexts(json, "silencedBy", alert.SilencedBy);
        json.WriteString("state"u8, alert.Status == AlertStatus.Suppressed ? "suppressed"u8 : "active"u8);
        json.WriteEndObject();
        json.WriteString("updatedAt"u8, AlertmanagerTime.Format(alert.UpdatedAt));
        if (alert.GeneratorUrl.Length > 0) json.WriteString("generatorURL"u8, alert.GeneratorUrl);
        AlertJson.WriteLabels(json, "labels", alert.Labels);
        WriteNotification(json, alert);
        json.WriteEndObject();
    }

    /// <summary>Writes a group.</summary>
    internal static void WriteGroup(Utf8JsonWriter json, AlertGroupView group)
    {
        json.WriteStartObject();
        json.WriteStartArray("alerts"u8);
        foreach (var alert in group.Alerts) WriteAlert(json, alert);
        json.WriteEndArray();
        AlertJson.WriteLabels(json, "labels", group.Labels);
        json.WritePropertyName("receiver"u8);
        WriteName(json, group.Receiver);
        json.WriteEndObject();
    }

    /// <summary>Writes an object with a name.</summary>
    internal static void WriteName(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, name);
        json.WriteEndObject();
    }

    private static void WriteNotification(Utf8JsonWriter json, AlertView alert)
    {
        json.WriteStartObject("notification"u8);
        json.WriteString("priority"u8, alert.Priority);
        json.WriteString("reason"u8, AlertJson.Word(alert.Reason));
        json.WriteNumber("escalationStep"u8, alert.EscalationStep);
        if (alert.NextNotificationAt is { } next) json.WriteString("nextAt"u8, AlertmanagerTime.Format(next));
        if (alert.Acknowledgement is { } acknowledgement)
        {
            json.WriteString("acknowledgedBy"u8, acknowledgement.By);
            json.WriteString("acknowledgedAt"u8, AlertmanagerTime.Format(acknowledgement.At));
        }

        json.WriteEndObject();
    }
}
