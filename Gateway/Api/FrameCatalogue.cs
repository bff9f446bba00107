using System.Collections.Immutable;

namespace Iskra.Gateway.Api;

/// <summary>
/// All frames of the wire protocol that are served today (protocol section 2), the source of <c>/asyncapi.json</c>. A test compares it
/// with what the parser reads and what the writers write.
/// </summary>
public static class FrameCatalogue
{
    /// <summary>Frames that clients send; each may carry <c>ref</c>.</summary>
    public static ImmutableArray<FrameDescription> Client { get; } =
    [
        new("ping", "Asks for a pong that repeats the timestamp.", Optional("timestamp", "number")),
        new("heartbeat", "Says that the client is alive; answered by heartbeat_ack and pong."),
        new("pong", "Answers a ping; counts as life and has no answer."),
        new("metrics", "Reports values by metric name.", Required("data", "object"), Optional("source", "string")),
        new("metric_update", "Reports one value and asks for its state.", Required("metric", "string"), Required("value", "number"), Optional("timestamp", "string"), Optional("source", "string")),
        new("bulk_metrics", "Reports up to 1,000 samples.", Required("data", "array")),
        new("subscribe", "Follows channels, from positions where given.", Required("channels", "array"), Optional("since", "object")),
        new("unsubscribe", "Leaves channels.", Required("channels", "array")),
        new("publish", "Publishes on a room/… or log/… channel; needs a token.", Required("channel", "string"), Required("data", "object")),
        new("history", "Reads older events of a channel.", Required("channel", "string"), Optional("before", "integer"), Optional("limit", "integer")),
        new("ack_alert", "Acknowledges an alert.", Required("fingerprint", "string")),
    ];

    /// <summary>Frames that the server sends in answer to one session; each repeats the <c>ref</c> of its request.</summary>
    public static ImmutableArray<FrameDescription> Server { get; } =
    [
        new("connection_established", "The first frame of a session.", Required("session", "string"), Required("dashboard", "string"), Required("heartbeat_interval", "integer"), Required("resumed", "boolean"), Required("server_info", "object"), Required("timestamp", "number")),
        new("pong", "Answers a ping.", Required("timestamp", "number"), Required("server_time", "number"), Required("cursor", "string")),
        new("heartbeat_ack", "Answers a heartbeat.", Required("cursor", "string"), Required("timestamp", "number")),
        new("metrics_received", "Every sample is stored.", Required("status", "string"), Required("count", "integer"), Required("timestamp", "number")),
        new("metric_updated", "The sample is stored; its state.", Required("metric", "string"), Required("value", "number"), Required("state", "string"), Required("band", "object"), Required("timestamp", "number")),
        new("subscribed", "What is followed now, and from where.", Required("channels", "array"), Required("status", "string"), Required("positions", "object"), Required("cursor", "string"), Optional("rejected", "array"), Required("timestamp", "number")),
        new("unsubscribed", "What is not followed any more.", Required("channels", "array"), Required("status", "string"), Required("timestamp", "number")),
        new("published", "The event has its number.", Required("channel", "string"), Required("epoch", "string"), Required("seq", "integer"), Required("timestamp", "number")),
        new("history", "Older events, oldest first.", Required("channel", "string"), Required("events", "array"), Required("has_more", "boolean"), Required("timestamp", "number")),
        new("alert_acknowledged", "Somebody takes care of the alert.", Required("fingerprint", "string"), Required("data", "object"), Required("timestamp", "number")),
        new("error", "What is wrong and what would be right.", Required("code", "string"), Required("message", "string"), Optional("field", "string"), Optional("retry_after", "number"), Required("timestamp", "number")),
        new("snapshot", "The state of a channel, where the log does not reach back.", Required("channel", "string"), Required("epoch", "string"), Required("seq", "integer"), Required("data", "object"), Required("timestamp", "number")),
        new("batch", "Several frames in order, for sessions that asked for it.", Required("messages", "array"), Required("timestamp", "number")),
    ];

    /// <summary>Events of channels: numbered, the same for everybody.</summary>
    public static ImmutableArray<FrameDescription> Events { get; } =
    [
        new("metrics", "The live value of a metric, on the channel of its name.", Required("channel", "string"), Required("seq", "integer"), Required("timestamp", "number"), Required("data", "object"), Required("state", "string")),
        new("pulse", "All metrics and the traffic light, on channel pulse.", Required("channel", "string"), Required("seq", "integer"), Required("timestamp", "number"), Required("data", "object")),
        new("slo_changed", "A metric changed its state, on channel slo.", Envelope()),
        new("message", "What was published on a room/… or log/… channel.", Envelope()),
    ];

    private static FrameMemberDescription Required(string name, string kind) => new(name, kind);

    private static FrameMemberDescription Optional(string name, string kind) => new(name, kind, IsRequired: false);

    private static ImmutableArray<FrameMemberDescription> Envelope() =>
    [
        Required("id", "string"), Required("channel", "string"), Required("seq", "integer"), Required("timestamp", "string"), Required("source", "string"), Required("data", "object"),
    ];
}
