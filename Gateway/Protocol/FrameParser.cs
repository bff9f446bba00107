using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Iskra.Gateway.Protocol;

/// <summary>Reads client frames (protocol sections 2 and 4). Pure: bytes in, a frame or an error out, and no exception.</summary>
public static class FrameParser
{
    /// <summary>Most samples in a frame.</summary>
    public const int MaxSamples = 1_000;

    /// <summary>Most channels that a frame may name.</summary>
    public const int MaxChannels = 1_000;

    /// <summary>Most events that a <c>history</c> frame may ask for.</summary>
    public const int MaxHistory = 1_000;

    /// <summary>What a <c>history</c> frame asks for when it does not say.</summary>
    public const int DefaultHistory = 100;

    /// <summary>Longest <c>ref</c>, in bytes of JSON.</summary>
    public const int MaxRefLength = 256;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private delegate FrameError? Read(ReadOnlyMemory<byte> reference, in FrameMembers members, out ClientFrame? frame);

    /// <summary>The types of frames that clients may send, for the machine-readable contract.</summary>
    public static IReadOnlyCollection<string> Types => Readers.Keys;

    private static readonly Dictionary<string, Read> Readers = new(StringComparer.Ordinal)
    {
        ["ping"] = Ping,
        ["heartbeat"] = Heartbeat,
        ["pong"] = Pong,
        ["metrics"] = SamplesFrameParser.Metrics,
        ["metric_update"] = SamplesFrameParser.MetricUpdate,
        ["bulk_metrics"] = SamplesFrameParser.BulkMetrics,
        ["subscribe"] = ChannelsFrameParser.Subscribe,
        ["unsubscribe"] = ChannelsFrameParser.Unsubscribe,
        ["publish"] = ChannelsFrameParser.Publish,
        ["history"] = ChannelsFrameParser.History,
        ["ack_alert"] = AckAlert,
    };

    /// <summary>Reads one message.</summary>
    /// <param name="message">The whole message. The frame keeps no reference to it.</param>
    public static ParsedFrame Parse(ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty || message.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return Refused(new FrameError(ErrorCode.EmptyMessage, "The message is empty; a frame is a JSON object with a string member 'type'."));
        }

        if (!Utf8.IsValid(message))
        {
            return Refused(new FrameError(ErrorCode.InvalidJson, "The message is not UTF-8."));
        }

        try
        {
            var error = FrameMembers.Scan(message, out var members);
            return ParseMembers(error, in members);
        }
        catch (JsonException problem)
        {
            return Refused(new FrameError(
                ErrorCode.InvalidJson,
                $"The message is not JSON: see line {problem.LineNumber + 1}, byte {problem.BytePositionInLine + 1}. It may nest {FrameMemberTable.MaxDepth} levels."));
        }
    }

    private static ParsedFrame ParseMembers(FrameError? error, in FrameMembers members)
    {
        var reference = ReadOnlyMemory<byte>.Empty;
        if (members.Has(FrameMember.Ref))
        {
            if (members.Kind(FrameMember.Ref) is not (JsonTokenType.String or JsonTokenType.Number) || members.Json(FrameMember.Ref).Length > MaxRefLength)
            {
                return Refused(FrameError.Invalid("ref", $"'ref' is a string or a number of at most {MaxRefLength} bytes."));
            }

            reference = members.Json(FrameMember.Ref).ToArray();
        }

        if (error is not null)
        {
            return new ParsedFrame(null, error, reference);
        }

        if (!members.TryGetString(FrameMember.Type, out var type) || type.Length == 0)
        {
            return new ParsedFrame(null, new FrameError(ErrorCode.InvalidMessage, "A frame has a member 'type' that is a string and not empty."), reference);
        }

        if (!Readers.TryGetValue(type, out var read))
        {
            return new ParsedFrame(null, new FrameError(ErrorCode.UnknownType, $"The type is unknown; known are {string.Join(", ", Readers.Keys)}."), reference);
        }

        error = read(reference, in members, out var frame);
        return new ParsedFrame(error is null ? frame : null, error, reference);
    }

    private static ParsedFrame Refused(FrameError error) => new(null, error, ReadOnlyMemory<byte>.Empty);

    private static FrameError? Ping(ReadOnlyMemory<byte> reference, in FrameMembers members, out ClientFrame? frame)
    {
        frame = null;
        if (members.Has(FrameMember.Timestamp)
            && (members.Kind(FrameMember.Timestamp) != JsonTokenType.Number || members.Json(FrameMember.Timestamp).Length > MaxRefLength))
        {
            return FrameError.Invalid("timestamp", "The timestamp of a ping is a number, or absent.");
        }

        frame = new PingFrame(reference, members.Json(FrameMember.Timestamp).ToArray());
        return null;
    }

    private static FrameError? Heartbeat(ReadOnlyMemory<byte> reference, in FrameMembers members, out ClientFrame? frame)
    {
        frame = new HeartbeatFrame(reference);
        return null;
    }

    private static FrameError? Pong(ReadOnlyMemory<byte> reference, in FrameMembers members, out ClientFrame? frame)
    {
        frame = new PongFrame(reference);
        return null;
    }

    private static FrameError? AckAlert(ReadOnlyMemory<byte> reference, in FrameMembers members, out ClientFrame? frame)
    {
        var valid = members.TryGetString(FrameMember.Fingerprint, out var fingerprint)
            && fingerprint.Length == 16 && !fingerprint.AsSpan().ContainsAnyExcept(HexDigits);
        frame = valid ? new AckAlertFrame(reference, fingerprint) : null;
        return valid ? null : FrameError.Invalid("fingerprint", "A fingerprint is 16 lower-case hexadecimal digits.");
    }
}
