using Iskra.Channels;
using Iskra.Gateway.Sockets;

namespace Iskra.Gateway.Fanout;

/// <summary>
/// An event as it goes to subscribers: written as JSON once for each gateway and shared by all sessions. Immutable, but for
/// the compressed form, which is made when the first session asks for it.
/// </summary>
public sealed class EncodedEvent
{
    private readonly byte[] _frame;
    private readonly int _headerLength;
    private ReadOnlyMemory<byte>? _compressed;

    /// <summary>An event whose frame is ready.</summary>
    /// <param name="channel">Name of the channel.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="position">Epoch and number of the event; for a snapshot those up to which it speaks.</param>
    /// <param name="type">Type of the frame.</param>
    /// <param name="acceptedUs">When the cluster accepted it, Unix time in microseconds; 0 when it is not measured.</param>
    /// <param name="frame">The WebSocket text frame: header and JSON.</param>
    internal EncodedEvent(string channel, ChannelKind kind, ChannelPosition position, string type, long acceptedUs, byte[] frame)
    {
        Channel = channel;
        Kind = kind;
        Position = position;
        Type = type;
        AcceptedUs = acceptedUs;
        _frame = frame;
        _headerLength = frame[1] switch { 126 => 4, 127 => 10, _ => 2 };
        IsUrgent = type.StartsWith("alert_", StringComparison.Ordinal) && Json.Span.IndexOf("\"priority\":\"P0\""u8) >= 0;
    }

    /// <summary>Name of the channel.</summary>
    public string Channel { get; }

    /// <summary>Kind of the channel.</summary>
    public ChannelKind Kind { get; }

    /// <summary>Where the event stands in the log of its channel.</summary>
    public ChannelPosition Position { get; }

    /// <summary>The life of the log.</summary>
    public string Epoch => Position.Epoch;

    /// <summary>The number of the event.</summary>
    public long Seq => Position.Seq;

    /// <summary>Type of the frame, for example <c>slo_changed</c>.</summary>
    public string Type { get; }

    /// <summary>When the cluster accepted it, Unix time in microseconds; 0 when it is not measured.</summary>
    public long AcceptedUs { get; }

    /// <summary>The span that the event belongs to; null when nobody traces it.</summary>
    public string? Trace { get; init; }

    /// <summary>Whether this is the state of the channel instead of the events before it.</summary>
    public bool IsSnapshot => Type == EventEncoder.SnapshotType;

    /// <summary>Whether batching must not hold it back: an alert of priority P0.</summary>
    public bool IsUrgent { get; }

    /// <summary>The frame as JSON in UTF-8.</summary>
    public ReadOnlyMemory<byte> Json => _frame.AsMemory(_headerLength);

    /// <summary>The WebSocket text frame, header and JSON.</summary>
    public ReadOnlyMemory<byte> Frame => _frame;

    /// <summary>The WebSocket text frame with the JSON compressed, or <see cref="Frame"/> where that is not smaller.</summary>
    public ReadOnlyMemory<byte> CompressedFrame
    {
        get
        {
            if (_compressed is not { } compressed)
            {
                // Two threads may both do this once; they make the same bytes.
                compressed = MessageDeflater.TryDeflate(Json.Span) is { } payload
                    ? WebSocketHeader.Frame(WebSocketOpcode.Text, payload, compressed: true)
                    : Frame;
                _compressed = compressed;
            }

            return compressed;
        }
    }
}
