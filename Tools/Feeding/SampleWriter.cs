using System.Text.Json;

namespace Iskra.Tools.Feeding;

/// <summary>Writes samples the way <c>bulk_metrics</c> and <c>POST /api/v2/metrics</c> take them (protocol sections 2 and 5).</summary>
internal static class SampleWriter
{
    /// <summary>Writes an array of samples.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<FeedSample> samples, string source)
    {
        writer.WriteStartArray();
        foreach (var sample in samples)
        {
            writer.WriteStartObject();
            writer.WriteString("metric", sample.Metric);
            writer.WriteNumber("value", sample.Value);
            writer.WriteNumber("timestamp", sample.TimestampMs);
            writer.WriteString("source", source);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
