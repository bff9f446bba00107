using System.Text.Json;
using System.Text.Json.Serialization;

namespace Iskra.Alerts;

/// <summary>A label set as a JSON object.</summary>
public sealed class LabelSetJsonConverter : JsonConverter<LabelSet>
{
    /// <inheritdoc/>
    public override LabelSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("Labels are an object of strings.");
        var labels = new List<Label>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            labels.Add(new Label(name, reader.GetString() ?? string.Empty));
        }

        return LabelSet.Of(labels);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, LabelSet value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, text) in value.Labels) writer.WriteString(name, text);
        writer.WriteEndObject();
    }
}
