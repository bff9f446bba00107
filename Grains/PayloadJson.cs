using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Iskra;

/// <summary>Writes payloads as one line of JSON; letters of all languages stay as they are.</summary>
internal static class PayloadJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A payload as text.</summary>
    public static string Write<T>(T value, Action<Utf8JsonWriter, T> write) => Encoding.UTF8.GetString(Bytes(value, write).Span);

    /// <summary>A payload as UTF-8.</summary>
    public static ReadOnlyMemory<byte> Bytes<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, Options);
        write(json, value);
        json.Flush();
        return buffer.WrittenMemory;
    }
}
