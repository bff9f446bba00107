using System.Text.Json;

namespace Iskra.Voices;

/// <summary>The payloads of the events of voices and actions.</summary>
public static class VoiceJson
{
    /// <summary>
    /// <c>{"voice":…,"choir":…,"active":…,"intensity":…,"trigger":…,"message":…,"messages":{"ru":…,"en":…}}</c>; of a voice of the
    /// connections also <c>event</c>, and <c>events</c>, the number of events it speaks for.
    /// </summary>
    internal static string Voice(VoiceView view, VoiceMessage message, EventCount? occasion = null) =>
        PayloadJson.Write((view, message, occasion), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteString("voice", it.view.Voice);
            json.WriteString("choir", it.view.Choir);
            json.WriteBoolean("active", it.view.Active);
            json.WriteNumber("intensity", it.view.Intensity);
            json.WriteString("trigger", it.view.Trigger);
            json.WriteString("message", it.message.En);
            json.WriteStartObject("messages");
            json.WriteString("ru", it.message.Ru);
            json.WriteString("en", it.message.En);
            json.WriteEndObject();
            if (it.occasion is { } occasion)
            {
                json.WriteString("event", occasion.Event);
                json.WriteNumber("events", occasion.Count);
            }

            json.WriteEndObject();
        });

    /// <summary><c>{"action":…,"metric":…,"value":…,"priority":…,"result":…,"trigger":…}</c></summary>
    internal static string Action(ActionCall call, string result) => PayloadJson.Write((call, result), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("action", it.call.Action);
        json.WriteString("metric", it.call.Metric);
        json.WriteNumber("value", it.call.Value);
        json.WriteString("priority", it.call.Priority);
        json.WriteString("result", it.result);
        json.WriteString("trigger", it.call.Trigger);
        json.WriteEndObject();
    });

    /// <summary><c>{"action":…,"voice":…,"event":…,"value":…,"result":…}</c></summary>
    internal static string VoiceAction(ConnectionVoice voice, EventCount occasion, double intensity, string result) =>
        PayloadJson.Write((voice, occasion, intensity, result), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteString("action", it.voice.Action);
            json.WriteString("voice", it.voice.Voice);
            json.WriteString("event", it.occasion.Event);
            json.WriteNumber("value", it.intensity);
            json.WriteString("priority", PriorityOf(it.voice.Action));
            json.WriteString("result", it.result);
            json.WriteEndObject();
        });

    /// <summary><c>{"title":…,"message":…,"messages":{…},"severity":…,"priority":…,"action":…}</c></summary>
    internal static string Notification(string title, VoiceMessage message, string severity, string priority, string action) =>
        PayloadJson.Write((title, message, severity, priority, action), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteString("title", it.title);
            json.WriteString("message", it.message.En);
            json.WriteStartObject("messages");
            json.WriteString("ru", it.message.Ru);
            json.WriteString("en", it.message.En);
            json.WriteEndObject();
            json.WriteString("severity", it.severity);
            json.WriteString("priority", it.priority);
            json.WriteString("action", it.action);
            json.WriteEndObject();
        });

    /// <summary>The priority of the action of a voice of the connections.</summary>
    internal static string PriorityOf(string action) => action switch
    {
        "critical_alert" => "P0",
        "warning" => "P1",
        _ => "P2",
    };

    /// <summary>The voices of both choirs and their harmony, for a page that opens.</summary>
    public static ReadOnlyMemory<byte> Chorus(ChorusView view) => PayloadJson.Bytes(view, static (json, view) =>
    {
        json.WriteStartObject();
        WriteMembers(json, view);
        json.WriteEndObject();
    });

    /// <summary>The members of that object.</summary>
    public static void WriteMembers(Utf8JsonWriter json, ChorusView view)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(view);
        json.WriteStartArray("voices");
        foreach (var voice in view.Voices) WriteView(json, voice);
        json.WriteEndArray();
        WritePairs(json, "conflicts", view.Conflicts);
        WritePairs(json, "synergies", view.Synergies);
        json.WriteNumber("harmony", view.Harmony);
        json.WriteString("timestamp", view.At.UtcDateTime);
    }

    private static void WriteView(Utf8JsonWriter json, VoiceView voice)
    {
        json.WriteStartObject();
        json.WriteString("voice", voice.Voice);
        json.WriteString("choir", voice.Choir);
        json.WriteBoolean("active", voice.Active);
        json.WriteNumber("intensity", voice.Intensity);
        json.WriteString("trigger", voice.Trigger);
        if (voice.Since is { } since) json.WriteString("since", since.UtcDateTime);
        if (voice.RestsUntil is { } rests) json.WriteString("rests_until", rests.UtcDateTime);
        json.WriteEndObject();
    }

    private static void WritePairs(Utf8JsonWriter json, string name, IEnumerable<VoicePair> pairs)
    {
        json.WriteStartArray(name);
        foreach (var pair in pairs)
        {
            json.WriteStartObject();
            json.WriteStartArray("voices");
            json.WriteStringValue(pair.First);
            json.WriteStringValue(pair.Second);
            json.WriteEndArray();
            json.WriteNumber("intensity", pair.Strength);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
