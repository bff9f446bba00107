using System.Buffers;
using System.Text.Json;

namespace Iskra.Metrics;

/// <summary>The payloads of the events of metrics, as JSON in UTF-8.</summary>
public static class MetricJson
{
    /// <summary><c>{"clarity":0.81}</c></summary>
    public static ReadOnlyMemory<byte> Value(MetricReading reading) => Write(reading, static (json, reading) =>
    {
        json.WriteStartObject();
        json.WriteNumber(reading.Metric, reading.Value);
        json.WriteEndObject();
    });

    /// <summary>The members beside it: <c>"state":"ok"</c>.</summary>
    public static ReadOnlyMemory<byte> State(MetricState state) => state switch
    {
        MetricState.Ok => OkState,
        MetricState.Violation => ViolationState,
        MetricState.Warning => WarningState,
        _ => CriticalState,
    };

    /// <summary><c>{"metric":…,"from":…,"to":…,"value":…,"band":{…},"priority":…?}</c> (domain section 1)</summary>
    public static ReadOnlyMemory<byte> Change(string metric, MetricBand band, StateChange change) =>
        Write((metric, band, change), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteString("metric", it.metric);
            json.WriteString("from", MetricStateName.Of(it.change.From));
            json.WriteString("to", MetricStateName.Of(it.change.To));
            json.WriteNumber("value", it.change.Value);
            json.WritePropertyName("band");
            WriteBand(json, it.band);
            if (MetricPriority.Of(it.change.To) is { } priority) json.WriteString("priority", priority);
            json.WriteEndObject();
        });

    /// <summary><c>{"metrics":{name:{"value":…,"state":…}},"light":…}</c> (protocol section 2)</summary>
    public static ReadOnlyMemory<byte> Pulse(IReadOnlyList<MetricReading> readings, string light) =>
        Write((readings, light), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteStartObject("metrics");
            foreach (var reading in it.readings)
            {
                json.WriteStartObject(reading.Metric);
                json.WriteNumber("value", reading.Value);
                json.WriteString("state", MetricStateName.Of(reading.State));
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteString("light", it.light);
            json.WriteEndObject();
        });

    /// <summary><c>{"min":…,"max":…,"target":…}</c>; a side without a limit is null.</summary>
    public static void WriteBand(Utf8JsonWriter json, MetricBand band)
    {
        json.WriteStartObject();
        WriteLimit(json, "min", band.Min);
        WriteLimit(json, "max", band.Max);
        WriteLimit(json, "target", band.Target);
        json.WriteEndObject();
    }

    private static readonly ReadOnlyMemory<byte> OkState = "\"state\":\"ok\""u8.ToArray();
    private static readonly ReadOnlyMemory<byte> ViolationState = "\"state\":\"violation\""u8.ToArray();
    private static readonly ReadOnlyMemory<byte> WarningState = "\"state\":\"warning\""u8.ToArray();
    private static readonly ReadOnlyMemory<byte> CriticalState = "\"state\":\"critical\""u8.ToArray();

    private static void WriteLimit(Utf8JsonWriter json, string name, double? limit)
    {
        if (limit is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    private static ReadOnlyMemory<byte> Write<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using var json = new Utf8JsonWriter(buffer);
        write(json, value);
        json.Flush();
        return buffer.WrittenMemory;
    }
}
