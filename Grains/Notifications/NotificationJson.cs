using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Iskra.Channels;

namespace Iskra.Notifications;

/// <summary>The event <c>notification_failed</c> on channel <c>alerts</c>.</summary>
public static class NotificationJson
{
    /// <summary>Type of the event.</summary>
    public const string Failed = "notification_failed";

    /// <summary>Source of the event.</summary>
    public const string Source = "notifications";

    // Repeats at the same attempt carry the same id, so the channel knows them.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The event that an entry was given up, or reached only some of its addressees.</summary>
    public static EventDraft Draft(OutboxEntry entry, DateTimeOffset now) =>
        new($"{Failed}/{DeliveryId.Of(entry.Key)}", Failed, now.ToUnixTimeMilliseconds(), Source, Data(entry));

    private static byte[] Data(OutboxEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteString("key"u8, entry.Key);
        json.WriteString("receiver"u8, entry.Receiver);
        json.WriteString("integration"u8, entry.Integration);
        json.WriteString("priority"u8, entry.Priority);
        if (entry.Role is { } role) json.WriteString("role"u8, role);
        if (entry.Step > 0) json.WriteNumber("step"u8, entry.Step);
        json.WriteStartArray("fingerprints"u8);
        foreach (var fingerprint in entry.Fingerprints) json.WriteStringValue(fingerprint);
        json.WriteEndArray();
        json.WriteNumber("tries"u8, entry.Tries);
        json.WriteString("status"u8, entry.Status == OutboxStatus.Sent ? "partly_sent" : "failed");
        json.WriteString("reason"u8, entry.Problem);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
