using System.Buffers;
using System.Globalization;
using System.Text;
using Iskra.Alerts;

namespace Iskra.Silo.Notifications;

/// <summary>What a notification says, in plain text. Texts of alerts are data: they are cleaned and cut, never interpreted.</summary>
public static class AlertText
{
    /// <summary>Longest value of a label or annotation that is shown, in UTF-16 code units.</summary>
    public const int MaxValueLength = 500;

    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss 'UTC'";

    /// <summary>One line that says what it is about, for example <c>[P0 FIRING] PainIsHigh</c>.</summary>
    public static string Title(Notification notification, int maxLength)
    {
        var state = notification.IsFiring ? "FIRING" : "RESOLVED";
        var names = notification.Alerts.Select(Name).Distinct(StringComparer.Ordinal).ToArray();
        var count = notification.Alerts.Length + notification.TruncatedAlerts;
        var more = count > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({count} alerts)") : Summary(notification.Alerts.FirstOrDefault());
        return Line($"[{notification.Priority} {state}] {string.Join(", ", names)}{more}", maxLength);
    }

    /// <summary>An alert on several lines: state, annotations, labels, times.</summary>
    public static string Describe(AlertView alert)
    {
        var text = new StringBuilder();
        text.Append(State(alert)).Append(' ').Append(alert.Priority).Append(' ').Append(Line(Name(alert), MaxValueLength)).Append('\n');
        foreach (var (name, value) in alert.Annotations.Labels) Append(text, name, value);
        foreach (var (name, value) in alert.Labels.Labels.Where(label => label.Name != "alertname")) Append(text, name, value);
        text.Append(CultureInfo.InvariantCulture, $"since: {Time(alert.StartsAt)}\n");
        if (alert.Status == AlertStatus.Resolved) text.Append(CultureInfo.InvariantCulture, $"until: {Time(alert.EndsAt)}\n");
        if (alert.Acknowledgement is { } acknowledgement) Append(text, "acknowledged by", acknowledgement.By);
        if (alert.GeneratorUrl.Length > 0) Append(text, "from", alert.GeneratorUrl);
        text.Append(CultureInfo.InvariantCulture, $"fingerprint: {alert.Fingerprint}");
        return text.ToString();
    }

    /// <summary>The word for the state of an alert.</summary>
    public static string State(AlertView alert) => alert.Status == AlertStatus.Resolved ? "RESOLVED" : "FIRING";

    /// <summary>The name of an alert.</summary>
    public static string Name(AlertView alert) => alert.Labels["alertname"] is { Length: > 0 } name ? name : alert.Fingerprint;

    /// <summary>A time, for people to read.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>A text on one line without control characters, cut to a length in UTF-16 code units.</summary>
    public static string Line(string text, int maxLength)
    {
        var line = new StringBuilder(Math.Min(text.Length, maxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            var kept = Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format
                ? new Rune(' ')
                : rune;
            if (line.Length + kept.Utf16SequenceLength > maxLength) return Cut(line, maxLength);
            line.Append(kept.ToString());
        }

        return line.ToString().Trim();
    }

    /// <summary>A text of several lines, cut to a length in UTF-16 code units.</summary>
    public static string Cut(string text, int maxLength) => text.Length <= maxLength ? text : Cut(new StringBuilder(text), maxLength);

    private static string Cut(StringBuilder text, int maxLength)
    {
        text.Length = Math.Min(text.Length, maxLength - 1);
        if (text.Length > 0 && char.IsHighSurrogate(text[^1])) text.Length--;
        return text.Append('…').ToString();
    }

    private static string Summary(AlertView? alert) => alert?.Annotations["summary"] is { Length: > 0 } summary ? $": {summary}" : string.Empty;

    private static void Append(StringBuilder text, string name, string value) =>
        text.Append(Line(name, MaxValueLength)).Append(": ").Append(Line(value, MaxValueLength)).Append('\n');
}
