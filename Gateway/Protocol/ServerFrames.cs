using System.Buffers;
using System.Text.Json;
using Iskra.Alerts;
using Iskra.Metrics;

namespace Iskra.Gateway.Protocol;

/// <summary>
/// Writes the frames that answer one session (protocol section 2). Timestamps are given by the caller in the unit of the
/// endpoint: Unix time in milliseconds, on the chat, voice and legacy endpoints in seconds.
/// </summary>
public static class ServerFrames
{
    /// <summary>What <c>server_info.features</c> lists.</summary>
    public static readonly IReadOnlyList<string> Features = ["resume", "batching", "compression", "heartbeat"];

    private delegate void Body<T>(Utf8JsonWriter json, in T state);

    /// <summary><c>connection_established</c>, the first frame of every session.</summary>
    public static byte[] ConnectionEstablished(string session, string dashboard, TimeSpan heartbeat, bool resumed, string version, long timestamp) =>
        Write("connection_established", default, timestamp, (session, dashboard, heartbeat, resumed, version), static (json, in state) =>
        {
            json.WriteString("session"u8, state.session);
            json.WriteString("dashboard"u8, state.dashboard);
            json.WriteNumber("heartbeat_interval"u8, (long)state.heartbeat.TotalMilliseconds);
            json.WriteBoolean("resumed"u8, state.resumed);
            json.WriteStartObject("server_info"u8);
            json.WriteString("version"u8, state.version);
            json.WriteStartArray("features"u8);
            foreach (var feature in Features)
            {
                json.WriteStringValue(feature);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    /// <summary><c>pong</c>: the timestamp of the ping as it was, or the server's time where the ping had none.</summary>
    public static byte[] Pong(ReadOnlyMemory<byte> reference, ReadOnlyMemory<byte> pingTimestamp, string cursor, long serverTime) =>
        Write("pong", reference, null, (pingTimestamp, cursor, serverTime), static (json, in state) =>
        {
            json.WritePropertyName("timestamp"u8);
            if (state.pingTimestamp.IsEmpty)
            {
                json.WriteNumberValue(state.serverTime);
            }
            else
            {
                json.WriteRawValue(state.pingTimestamp.Span, skipInputValidation: true);
            }

            json.WriteNumber("server_time"u8, state.serverTime);
            json.WriteString("cursor"u8, state.cursor);
        });

    /// <summary><c>heartbeat_ack</c>.</summary>
    public static byte[] HeartbeatAck(ReadOnlyMemory<byte> reference, string cursor, long timestamp) =>
        Write("heartbeat_ack", reference, timestamp, cursor, static (json, in state) => json.WriteString("cursor"u8, state));

    /// <summary><c>metrics_received</c>: every sample is stored.</summary>
    public static byte[] MetricsReceived(ReadOnlyMemory<byte> reference, int count, long timestamp) =>
        Write("metrics_received", reference, timestamp, count, static (json, in state) =>
        {
            json.WriteString("status"u8, "ok"u8);
            json.WriteNumber("count"u8, state);
        });

    /// <summary><c>metric_updated</c>.</summary>
    public static byte[] MetricUpdated(ReadOnlyMemory<byte> reference, MetricReading reading, long timestamp) =>
        Write("metric_updated", reference, timestamp, reading, static (json, in state) =>
        {
            json.WriteString("metric"u8, state.Metric);
            json.WriteNumber("value"u8, state.Value);
            json.WriteString("state"u8, MetricStateName.Of(state.State));
            json.WritePropertyName("band"u8);
            WriteBand(json, state.Band);
        });

    /// <summary><c>subscribed</c>; the cursor lies after everything that was replayed.</summary>
    public static byte[] Subscribed(
        ReadOnlyMemory<byte> reference, IReadOnlyList<ChannelReceipt> receipts, IReadOnlyList<ChannelRejection> rejections, string cursor, long timestamp) =>
        Write("subscribed", reference, timestamp, (receipts, rejections, cursor), static (json, in state) =>
        {
            WriteNames(json, state.receipts.Select(static receipt => receipt.Channel));
            json.WriteString("status"u8, state.rejections.Count == 0 ? "ok" : state.receipts.Count == 0 ? "rejected" : "partial");
            json.WriteStartObject("positions"u8);
            foreach (var receipt in state.receipts)
            {
                WriteReceipt(json, receipt);
            }

            json.WriteEndObject();
            json.WriteString("cursor"u8, state.cursor);
            WriteRejections(json, state.rejections);
        });

    /// <summary><c>unsubscribed</c>.</summary>
    public static byte[] Unsubscribed(ReadOnlyMemory<byte> reference, IReadOnlyList<string> channels, long timestamp) =>
        Write("unsubscribed", reference, timestamp, channels, static (json, in state) =>
        {
            WriteNames(json, state);
            json.WriteString("status"u8, "ok"u8);
        });

    /// <summary><c>published</c>.</summary>
    public static byte[] Published(ReadOnlyMemory<byte> reference, string channel, string epoch, long seq, long timestamp) =>
        Write("published", reference, timestamp, (channel, epoch, seq), static (json, in state) =>
        {
            json.WriteString("channel"u8, state.channel);
            json.WriteString("epoch"u8, state.epoch);
            json.WriteNumber("seq"u8, state.seq);
        });

    /// <summary><c>history</c>, oldest first.</summary>
    /// <param name="reference">The <c>ref</c> of the request.</param>
    /// <param name="channel">Name of the channel.</param>
    /// <param name="events">The frames of the events as they were sent when they happened.</param>
    /// <param name="hasMore">Whether there are older ones.</param>
    /// <param name="timestamp">Time of the answer.</param>
    public static byte[] History(ReadOnlyMemory<byte> reference, string channel, IReadOnlyList<ReadOnlyMemory<byte>> events, bool hasMore, long timestamp) =>
        Write("history", reference, timestamp, (channel, events, hasMore), static (json, in state) =>
        {
            json.WriteString("channel"u8, state.channel);
            json.WriteStartArray("events"u8);
            foreach (var frame in state.events)
            {
                json.WriteRawValue(frame.Span, skipInputValidation: true);
            }

            json.WriteEndArray();
            json.WriteBoolean("has_more"u8, state.hasMore);
        });

    /// <summary><c>snapshot</c>: the state of a channel as of one of its numbers. The same bytes serve every session.</summary>
    public static byte[] Snapshot(string channel, string epoch, long seq, ReadOnlyMemory<byte> data, long timestamp) =>
        Write("snapshot", default, timestamp, (channel, epoch, seq, data), static (json, in state) =>
        {
            json.WriteString("channel"u8, state.channel);
            json.WriteString("epoch"u8, state.epoch);
            json.WriteNumber("seq"u8, state.seq);
            json.WritePropertyName("data"u8);
            json.WriteRawValue(state.data.Span, skipInputValidation: true);
        });

    /// <summary><c>error</c> (protocol section 4).</summary>
    public static byte[] Error(FrameError error, ReadOnlyMemory<byte> reference, long timestamp) =>
        Write("error", reference, timestamp, error, static (json, in state) =>
        {
            json.WriteString("code"u8, state.Code);
            json.WriteString("message"u8, state.Message);
            if (state.Field is not null)
            {
                json.WriteString("field"u8, state.Field);
            }

            if (state.RetryAfterSeconds is { } seconds)
            {
                json.WriteNumber("retry_after"u8, Math.Ceiling(seconds * 1_000) / 1_000);
            }
        });

    /// <summary>Writes a band; sides without a limit are null.</summary>
    public static void WriteBand(Utf8JsonWriter json, MetricBand band)
    {
        json.WriteStartObject();
        WriteSide(json, "min", band.Min);
        WriteSide(json, "max", band.Max);
        WriteSide(json, "target", band.Target);
        json.WriteEndObject();
    }

    private static void WriteSide(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteNames(Utf8JsonWriter json, IEnumerable<string> channels)
    {
        json.WriteStartArray("channels"u8);
        foreach (var channel in channels)
        {
            json.WriteStringValue(channel);
        }

        json.WriteEndArray();
    }

    private static void WriteReceipt(Utf8JsonWriter json, ChannelReceipt receipt)
    {
        json.WriteStartObject(receipt.Channel);
        json.WriteString("epoch"u8, receipt.Epoch);
        json.WriteNumber("seq"u8, receipt.Seq);
        if (receipt.Recovered is { } recovered)
        {
            json.WriteBoolean("recovered"u8, recovered);
        }

        json.WriteEndObject();
    }

    private static void WriteRejections(Utf8JsonWriter json, IReadOnlyList<ChannelRejection> rejections)
    {
        if (rejections.Count == 0)
        {
            return;
        }

        json.WriteStartArray("rejected"u8);
        foreach (var rejection in rejections)
        {
            json.WriteStartObject();
            json.WriteString("channel"u8, rejection.Channel);
            json.WriteString("code"u8, rejection.Code);
            json.WriteString("message"u8, rejection.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary><c>alert_acknowledged</c>: the alert as its events show it, in <c>data</c>.</summary>
    public static byte[] AlertAcknowledged(ReadOnlyMemory<byte> reference, AlertView alert, long timestamp) =>
        Write("alert_acknowledged", reference, timestamp, alert, static (json, in state) =>
        {
            json.WriteString("fingerprint"u8, state.Fingerprint);
            json.WritePropertyName("data"u8);
            json.WriteRawValue(AlertJson.Of(state), skipInputValidation: true);
        });

    private static byte[] Write<T>(string type, ReadOnlyMemory<byte> reference, long? timestamp, in T state, Body<T> body)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var json = JsonText.Writer(output))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            body(json, in state);
            if (!reference.IsEmpty)
            {
                json.WritePropertyName("ref"u8);
                json.WriteRawValue(reference.Span, skipInputValidation: true);
            }

            if (timestamp is { } time)
            {
                json.WriteNumber("timestamp"u8, time);
            }

            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }
}
