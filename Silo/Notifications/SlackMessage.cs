using System.Globalization;
using System.Text.Json;
using Iskra.Alerts;
using Iskra.Notifications;

namespace Iskra.Silo.Notifications;

/// <summary>
/// The body for an incoming webhook of Slack. All texts are plain, with <c>&amp;</c>, <c>&lt;</c> and <c>&gt;</c> escaped, so that no
/// alert can make a link, a mention or a format.
/// </summary>
public static class SlackMessage
{
    /// <summary>Most alerts that are shown; the others are counted.</summary>
    public const int MaxAlerts = 10;

    /// <summary>Longest title, in UTF-16 code units before escaping.</summary>
    public const int MaxTitleLength = 300;

    /// <summary>Longest text of a block after escaping; Slack takes 3,000.</summary>
    public const int MaxBlockLength = 2_900;

    /// <summary>Writes it.</summary>
    public static byte[] Write(Notification notification, SlackIntegration integration, NotificationSettings settings) => JsonBody.Write(json =>
    {
        json.WriteStartObject();
        if (integration.Channel is { } channel) json.WriteString("channel"u8, channel);
        if (integration.Username is { } username) json.WriteString("username"u8, username);
        json.WriteString("text"u8, Escape(AlertText.Title(notification, MaxTitleLength)));
        json.WriteBoolean("mrkdwn"u8, false);
        json.WriteBoolean("unfurl_links"u8, false);
        json.WriteBoolean("unfurl_media"u8, false);
        json.WriteStartArray("attachments"u8);
        json.WriteStartObject();
        json.WriteString("color"u8, Color(notification));
        json.WriteStartArray("blocks"u8);
        foreach (var alert in notification.Alerts.Take(MaxAlerts)) WriteSection(json, AlertText.Describe(alert));
        var more = notification.Alerts.Length - MaxAlerts;
        if (Math.Max(0, more) + notification.TruncatedAlerts is > 0 and var left)
            WriteSection(json, string.Create(CultureInfo.InvariantCulture, $"and {left} more alerts"));
        WriteContext(json, Context(notification, settings));
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>A text as data (Slack, "Escaping text").</summary>
    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Context(Notification notification, NotificationSettings settings)
    {
        var step = notification.Step > 0
            ? string.Create(CultureInfo.InvariantCulture, $"step {notification.Step} for {notification.Role}")
            : $"receiver {AlertText.Line(notification.Receiver, 100)}";
        return $"{step} · {settings.ExternalUrl} · {DeliveryId.Of(notification.Key)}";
    }

    private static string Color(Notification notification) => !notification.IsFiring
        ? "#2eb67d"
        : notification.Priority switch { AlertPriority.P0 => "#e01e5a", AlertPriority.P1 => "#ecb22e", _ => "#36c5f0" };

    private static void WriteSection(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "section"u8);
        json.WritePropertyName("text"u8);
        WriteText(json, text);
        json.WriteEndObject();
    }

    private static void WriteContext(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "context"u8);
        json.WriteStartArray("elements"u8);
        WriteText(json, text);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "plain_text"u8);
        json.WriteBoolean("emoji"u8, false);
        json.WriteString("text"u8, EscapedWithin(text));
        json.WriteEndObject();
    }

    // Cut before escaping, so that no entity is cut in two.
    private static string EscapedWithin(string text)
    {
        var length = MaxBlockLength;
        var escaped = Escape(AlertText.Cut(text, length));
        while (escaped.Length > MaxBlockLength)
        {
            length -= Math.Max(1, (escaped.Length - MaxBlockLength) / 4);
            escaped = Escape(AlertText.Cut(text, length));
        }

        return escaped;
    }
}
