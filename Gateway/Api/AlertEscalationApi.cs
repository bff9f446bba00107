using System.Collections.Immutable;
using System.Text.Json;
using Iskra.Alerts;
using Iskra.Gateway.Sessions;

namespace Iskra.Gateway.Api;

/// <summary>Who is told of an alert: its escalation chain, and what has become of its notifications.</summary>
internal static class AlertEscalationApi
{
    /// <summary><c>GET /api/v2/alerts/{fingerprint}/escalation</c>.</summary>
    internal static async Task<IResult> Get(string fingerprint, IClusterClient cluster, ClusterCalls calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        if (!Fingerprint.IsValid(fingerprint))
            throw new RefusedException(ErrorCode.InvalidField, "A fingerprint has 16 lower-case hexadecimal digits.", field: "fingerprint");
        var escalation = await calls.CallAsync(() => cluster.GetGrain<IAlertIndexGrain>(IAlertIndexGrain.Key).Escalation(fingerprint))
            ?? throw new RefusedException(ErrorCode.NotFound, "There is no alert with this fingerprint; those that have ended are kept for 15 minutes.");
        var notifications = await calls.CallAsync(() => cluster.GetGrain<INotificationHistoryGrain>(0).OfAlert(fingerprint));
        return AlertmanagerAnswer.Json((escalation, notifications), static (json, it) => Write(json, it.escalation, it.notifications));
    }

    private static void Write(Utf8JsonWriter json, AlertEscalation escalation, ImmutableArray<NotificationView> notifications)
    {
        json.WriteStartObject();
        json.WriteString("fingerprint"u8, escalation.Alert.Fingerprint);
        json.WriteString("priority"u8, escalation.Alert.Priority);
        json.WriteString("status"u8, AlertJson.Word(escalation.Alert.Status));
        AlertJson.WriteQuiet(json, escalation.Alert);
        json.WriteStartArray("steps"u8);
        foreach (var step in escalation.Steps) WriteStep(json, step);
        json.WriteEndArray();
        json.WriteStartArray("notifications"u8);
        foreach (var notification in notifications) WriteNotification(json, notification);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteStep(Utf8JsonWriter json, EscalationStepView step)
    {
        json.WriteStartObject();
        json.WriteNumber("step"u8, step.Step);
        json.WriteString("role"u8, step.Role);
        AlertJson.WriteTexts(json, "channels", step.Kinds.Select(Word));
        AlertJson.WriteTexts(json, "integrations", step.Integrations);
        json.WriteNumber("after_ms"u8, (long)step.After.TotalMilliseconds);
        json.WriteString("state"u8, Word(step.State));
        if (step.DueAt is { } dueAt) json.WriteString("due_at"u8, AlertJson.Time(dueAt));
        json.WriteEndObject();
    }

    private static void WriteNotification(Utf8JsonWriter json, NotificationView notification)
    {
        json.WriteStartObject();
        json.WriteString("key"u8, notification.Key);
        json.WriteString("receiver"u8, notification.Receiver);
        json.WriteString("integration"u8, notification.Integration);
        if (notification.Role is { } role) json.WriteString("role"u8, role);
        if (notification.Step > 0) json.WriteNumber("step"u8, notification.Step);
        json.WriteBoolean("firing"u8, notification.IsFiring);
        json.WriteString("status"u8, notification.Status);
        json.WriteNumber("tries"u8, notification.Tries);
        if (notification.Problem is { } problem) json.WriteString("reason"u8, problem);
        json.WriteString("enqueued_at"u8, AlertJson.Time(notification.EnqueuedAt));
        json.WriteString("changed_at"u8, AlertJson.Time(notification.ChangedAt));
        if (notification.NextTryAt is { } next) json.WriteString("next_try_at"u8, AlertJson.Time(next));
        json.WriteEndObject();
    }

    private static string Word(IntegrationKind kind) => kind.ToString().ToLowerInvariant();

    private static string Word(EscalationStepState state) => state.ToString().ToLowerInvariant();
}
