using System.Buffers;
using System.Text.Json;

namespace Iskra.Gateway.Protocol;

/// <summary>Small things that reading JSON from clients needs.</summary>
internal static class JsonText
{
    /// <summary>Reads the string that a reader stands on.</summary>
    /// <returns>False when it holds half a surrogate pair, which no text can.</returns>
    internal static bool TryGetString(ref Utf8JsonReader reader, out string value)
    {
        try
        {
            value = reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            value = string.Empty;
            return false;
        }
    }

    /// <summary>A copy of a JSON value without white space between its tokens; what stands in its strings is not touched.</summary>
    internal static ReadOnlyMemory<byte> Compact(ReadOnlySpan<byte> json)
    {
        var compact = new byte[json.Length];
        var length = 0;
        var inString = false;
        for (var i = 0; i < json.Length; i++)
        {
            var value = json[i];
            if (inString && value == '\\')
            {
                compact[length++] = value;
                value = json[++i];
            }
            else if (value == '"')
            {
                inString = !inString;
            }
            else if (!inString && value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' && !inString)
            {
                continue;
            }

            compact[length++] = value;
        }

        return compact.AsMemory(0, length);
    }

    /// <summary>FNV-1a, 64 bits.</summary>
    internal static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 14_695_981_039_346_656_037ul;
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * 1_099_511_628_211ul;
        }

        return hash;
    }

    /// <summary>Writes JSON with a writer that writes into <paramref name="output"/>.</summary>
    internal static Utf8JsonWriter Writer(IBufferWriter<byte> output) =>
        new(output, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
}
