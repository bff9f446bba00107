using System.Text.Json;
using Iskra.Voices;

namespace Iskra.Delta;

/// <summary>Makes the records of events.</summary>
/// <param name="impacts">What events do.</param>
public sealed class DeltaComposer(ConnectionImpacts impacts)
{
    /// <summary>The record of an event.</summary>
    /// <param name="occurrence">The event.</param>
    /// <param name="id">Id of the record.</param>
    public DeltaRecord Compose(DeltaOccurrence occurrence, string id)
    {
        var impact = impacts.Of(occurrence.Event);
        var omega = DeltaRules.Omega(occurrence.Event);
        var dimension = DeltaRules.Dimension(occurrence);
        var significance = DeltaRules.Significance(omega, dimension, impact);
        return new DeltaRecord(
            id,
            occurrence.At,
            occurrence.Event,
            occurrence.Event,
            dimension,
            omega,
            DeltaRules.Lambda(occurrence.Event),
            DeltaRules.SeamOf(occurrence.Event),
            impact.Pain,
            impact.Trust,
            impact.Chaos,
            significance,
            occurrence.TraceId,
            occurrence.ParentSpan,
            PayloadJson.Write(occurrence, WriteSift),
            PayloadJson.Write((occurrence, impact, significance), static (json, it) => WriteData(json, it.occurrence, it.impact, it.significance)));
    }

    /// <summary>A record as an object, as events and the HTTP interface show it.</summary>
    public static void Write(Utf8JsonWriter json, DeltaRecord record)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("id", record.Id);
        json.WriteString("timestamp", record.Timestamp.UtcDateTime);
        json.WriteString("event", record.Event);
        json.WriteString("delta", record.Delta);
        json.WriteNumber("dimension", record.Dimension);
        json.WriteNumber("omega", record.Omega);
        json.WriteString("lambda", record.Lambda);
        json.WriteString("seam_id", record.SeamId);
        json.WriteStartObject("voice_states");
        json.WriteNumber("pain", record.Pain);
        json.WriteNumber("trust", record.Trust);
        json.WriteNumber("chaos", record.Chaos);
        json.WriteEndObject();
        json.WriteNumber("significance", record.Significance);
        json.WriteString("trace_id", record.TraceId);
        json.WriteString("parent_span", record.ParentSpan);
        json.WritePropertyName("sift");
        json.WriteRawValue(record.Sift);
        json.WritePropertyName("data");
        json.WriteRawValue(record.Data);
        json.WriteEndObject();
    }

    // SIFT: stop, investigate the source, find better coverage, trace to the origin. Here: who says so, whether anybody else could
    // confirm it, on what it rests, and whether it leads back to a trace.
    private static void WriteSift(Utf8JsonWriter json, DeltaOccurrence occurrence)
    {
        json.WriteStartObject();
        json.WriteString("source", occurrence.Source);
        json.WriteBoolean("independent_verification", occurrence.Count > 1);
        json.WriteStartArray("sources");
        json.WriteStringValue(occurrence.Source);
        if (occurrence.Subject is { } subject) json.WriteStringValue(subject);
        json.WriteEndArray();
        json.WriteString("traceability", occurrence.TraceId is not null ? "trace" : occurrence.Subject is not null ? "subject" : "source");
        json.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter json, DeltaOccurrence occurrence, ConnectionImpact impact, double significance)
    {
        json.WriteStartObject();
        json.WriteNumber("count", occurrence.Count);
        if (occurrence.Subject is { } subject) json.WriteString("subject", subject);
        if (occurrence.Endpoint is { } endpoint) json.WriteString("endpoint", endpoint);
        if (occurrence.LatencyMs is { } latency) json.WriteNumber("latency_ms", Math.Round(latency, 3));
        if (occurrence.Reconnections > 0) json.WriteNumber("reconnections", occurrence.Reconnections);
        if (DeltaRules.HasError(occurrence)) WriteError(json, occurrence);
        WriteAnalysis(json, occurrence, impact, significance);
        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, DeltaOccurrence occurrence)
    {
        var @class = ErrorClass.Of(occurrence);
        json.WriteStartObject("error");
        json.WriteString("class", @class.Name);
        json.WriteString("severity", @class.Severity);
        json.WriteString("action", @class.Action);
        json.WriteString("delta", @class.Delta);
        json.WriteNumber("omega", @class.Matches.IsEmpty ? 0.5 : DeltaRules.Omega(occurrence.Event));
        json.WriteString("code", occurrence.ErrorCode);
        json.WriteString("message", occurrence.ErrorMessage);
        json.WriteEndObject();
    }

    private static void WriteAnalysis(Utf8JsonWriter json, DeltaOccurrence occurrence, ConnectionImpact impact, double significance)
    {
        json.WriteStartObject("analysis");
        json.WriteNumber("significance", significance);
        json.WriteStartObject("impact");
        json.WriteStartArray("seams");
        foreach (var seam in DeltaImpact.SeamsOf(occurrence.Event)) json.WriteStringValue(seam);
        json.WriteEndArray();
        json.WriteStartArray("metrics");
        foreach (var metric in DeltaImpact.MetricsOf(occurrence, impact)) json.WriteStringValue(metric);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("recommended_actions");
        foreach (var action in DeltaImpact.ActionsOf(occurrence)) json.WriteStringValue(action);
        json.WriteEndArray();
        json.WriteStartArray("integration_points");
        foreach (var point in DeltaImpact.PointsOf(occurrence.Event)) json.WriteStringValue(point);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
