using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Iskra.Alerts;

/// <summary>The payloads of the events of alerts and silences, as JSON without line breaks.</summary>
public static class AlertJson
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Most bytes of alerts or silences in a snapshot.</summary>
    public const int MaxSnapshotBytes = 512 * 1_024;

    /// <summary>A time on the wire: RFC 3339 in UTC with three digits of the second.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>The word for a status.</summary>
    public static string Word(AlertStatus status) => status switch
    {
        AlertStatus.Firing => "firing",
        AlertStatus.Suppressed => "suppressed",
        _ => "resolved",
    };

    /// <summary>The word for the reason of not notifying.</summary>
    public static string Word(QuietReason reason) => reason == QuietReason.CoolDown ? "cool_down" : reason.ToString().ToLowerInvariant();

    /// <summary>The word for the state of a silence.</summary>
    public static string Word(SilenceState state) => state.ToString().ToLowerInvariant();

    /// <summary>The state of channel <c>alerts</c>: <c>{"total":n,"alerts":[…]}</c>, the most urgent and newest alerts as far as there is room.</summary>
    public static string Of(ImmutableArray<AlertView> alerts) => List(
        "alerts", alerts.Length, alerts.OrderBy(alert => alert.Priority, StringComparer.Ordinal).ThenByDescending(alert => alert.StartsAt), WriteAlert);

    /// <summary>The state of channel <c>silences</c>: <c>{"total":n,"silences":[…]}</c>, as far as there is room.</summary>
    public static string Of(ImmutableArray<SilenceView> silences) => List("silences", silences.Length, silences, WriteSilence);

    /// <summary>The payload of an event of an alert (protocol section 2).</summary>
    public static string Of(AlertView alert) => Write(alert, WriteAlert);

    private static void WriteAlert(Utf8JsonWriter json, AlertView alert)
    {
        json.WriteStartObject();
        json.WriteString("fingerprint"u8, alert.Fingerprint);
        json.WriteString("alertname"u8, alert.Labels["alertname"]);
        json.WriteString("status"u8, Word(alert.Status));
        json.WriteString("severity"u8, alert.Labels["severity"]);
        json.WriteString("priority"u8, alert.Priority);
        WriteLabels(json, "labels", alert.Labels);
        WriteLabels(json, "annotations", alert.Annotations);
        json.WriteString("starts_at"u8, Time(alert.StartsAt));
        if (alert.Status == AlertStatus.Resolved) json.WriteString("ends_at"u8, Time(alert.EndsAt));
        if (alert.GeneratorUrl.Length > 0) json.WriteString("generator_url"u8, alert.GeneratorUrl);
        WriteQuiet(json, alert);
        json.WriteEndObject();
    }

    /// <summary>A silence as the Alertmanager API shows it.</summary>
    public static string Of(SilenceView view) => Write(view, static (json, view) => WriteSilence(json, view));

    /// <summary>The payload of <c>stats_updated</c>.</summary>
    public static string Of(AlertStats stats) => Write(stats, static (json, stats) =>
    {
        json.WriteStartObject();
        json.WriteNumber("firing_alerts"u8, stats.FiringAlerts);
        json.WriteNumber("resolved_today"u8, stats.ResolvedToday);
        json.WriteNumber("active_silences"u8, stats.ActiveSilences);
        json.WriteNumber("inhibited_alerts"u8, stats.InhibitedAlerts);
        json.WriteEndObject();
    });

    /// <summary>Writes labels as an object.</summary>
    public static void WriteLabels(Utf8JsonWriter json, string name, LabelSet labels)
    {
        json.WriteStartObject(name);
        foreach (var (label, value) in labels.Labels) json.WriteString(label, value);
        json.WriteEndObject();
    }

    /// <summary>Writes a silence as the Alertmanager API shows it.</summary>
    public static void WriteSilence(Utf8JsonWriter json, SilenceView view)
    {
        var silence = view.Silence;
        json.WriteStartObject();
        json.WriteString("id"u8, silence.Id);
        json.WriteStartObject("status"u8);
        json.WriteString("state"u8, Word(view.State));
        json.WriteEndObject();
        json.WriteString("updatedAt"u8, Time(silence.UpdatedAt));
        json.WriteString("comment"u8, silence.Comment);
        json.WriteString("createdBy"u8, silence.CreatedBy);
        json.WriteString("endsAt"u8, Time(silence.EndsAt));
        json.WriteStartArray("matchers"u8);
        foreach (var matcher in silence.Matchers)
        {
            json.WriteStartObject();
            json.WriteBoolean("isEqual"u8, matcher.Operator is MatchOperator.Equal or MatchOperator.Regex);
            json.WriteBoolean("isRegex"u8, matcher.Operator is MatchOperator.Regex or MatchOperator.NotRegex);
            json.WriteString("name"u8, matcher.Name);
            json.WriteString("value"u8, matcher.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("startsAt"u8, Time(silence.StartsAt));
        json.WriteEndObject();
    }

    /// <summary>Writes a list of texts.</summary>
    public static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    /// <summary>Writes why an alert does not notify: members, without an object of their own.</summary>
    public static void WriteQuiet(Utf8JsonWriter json, AlertView alert)
    {
        WriteTexts(json, "silenced_by", alert.SilencedBy);
        WriteTexts(json, "inhibited_by", alert.InhibitedBy);
        if (alert.Acknowledgement is { } acknowledgement)
        {
            json.WriteString("acknowledged_by"u8, acknowledgement.By);
            json.WriteString("acknowledged_at"u8, Time(acknowledgement.At));
        }

        json.WriteString("reason"u8, Word(alert.Reason));
        if (alert.NextNotificationAt is { } next) json.WriteString("next_notification_at"u8, Time(next));
        json.WriteNumber("escalation_step"u8, alert.EscalationStep);
    }

    private static string List<T>(string name, int total, IEnumerable<T> items, Action<Utf8JsonWriter, T> write) =>
        Write((name, total, items, write), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteNumber("total"u8, it.total);
            json.WriteStartArray(it.name);
            foreach (var item in it.items)
            {
                if (json.BytesCommitted + json.BytesPending > MaxSnapshotBytes) break;
                it.write(json, item);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    private static string Write<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Options);
        write(json, value);
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
