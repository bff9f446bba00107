using System.Buffers;
using System.Text.Json;
using Iskra.Gateway.Protocol;

namespace Iskra.Gateway.Observability;

/// <summary>The JSON summary of <c>/metrics</c> (protocol section 8).</summary>
public sealed class MetricsSummary(RealtimeMetrics metrics, ILiveCounts live)
{
    private static readonly string[] MainEndpoints = ["pulse", "seams", "voices", "dashboard", "main", "notifications", "sse"];

    /// <summary>The summary as JSON in UTF-8.</summary>
    public ReadOnlyMemory<byte> Write()
    {
        var output = new ArrayBufferWriter<byte>(512);
        using var json = JsonText.Writer(output);
        json.WriteStartObject();
        json.WriteStartObject("main_websocket"u8);
        json.WriteNumber("total_connections"u8, metrics.Open);
        json.WriteNumber("active_channels"u8, live.Channels);
        json.WriteNumber("messages_sent"u8, metrics.EventsDelivered);
        json.WriteNumber("average_latency"u8, metrics.AvgRoundTripSeconds(MainEndpoints));
        json.WriteNumber("peak_connections"u8, metrics.Peak);
        json.WriteNumber("connection_errors"u8, metrics.ConnectionErrors);
        json.WriteEndObject();
        WriteVoice(json);
        json.WriteEndObject();
        json.Flush();
        return output.WrittenMemory;
    }

    /// <summary>Voice rooms are not served yet, so there is nothing of theirs to count.</summary>
    private static void WriteVoice(Utf8JsonWriter json)
    {
        json.WriteStartObject("voice_websocket"u8);
        foreach (var name in (ReadOnlySpan<string>)["total_connections", "active_channels", "webrtc_offers", "webrtc_answers", "ice_candidates"])
            json.WriteNumber(name, 0);
        json.WriteEndObject();
    }
}
