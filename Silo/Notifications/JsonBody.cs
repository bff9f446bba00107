using System.Buffers;
using System.Text.Json;

namespace Iskra.Silo.Notifications;

/// <summary>Bodies in JSON.</summary>
internal static class JsonBody
{
    /// <summary>Writes one.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer)) write(json);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes labels as an object.</summary>
    public static void WriteLabels(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<Alerts.Label> labels)
    {
        json.WriteStartObject(name);
        foreach (var (label, value) in labels) json.WriteString(label, value);
        json.WriteEndObject();
    }
}
