using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Iskra.Channels;

/// <summary>
/// How an event looks on the wire (protocol section 2): the one place that turns a <see cref="ChannelEvent"/> into JSON, so
/// that live frames, replays and snapshots are the same bytes. Nothing is allocated but what the writer needs.
/// </summary>
public static class EventEnvelope
{
    /// <summary>Type of the live frames of a metric's channel.</summary>
    public const string MetricsType = "metrics";

    /// <summary>Type of the live frames of channel <c>pulse</c>.</summary>
    public const string PulseType = "pulse";

    private const string TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    // Member names, punctuation, a seq and a timestamp come to less than 150 bytes.
    private const int FixedLength = 192;

    // Worst case of one UTF-16 code unit in JSON: \uXXXX.
    private const int EscapedLength = 6;

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>
    /// Whether an event is a live value, written without <c>id</c> and <c>source</c> and with its timestamp as a number:
    /// <c>metrics</c> and <c>pulse</c> on a <see cref="ChannelKind.State"/> channel.
    /// </summary>
    public static bool IsLive(string channel, string type) =>
        type is MetricsType or PulseType && ChannelName.KindOf(channel) == ChannelKind.State;

    /// <summary>Writes one event as a JSON object in UTF-8, without a line break.</summary>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="channel">Name of the channel.</param>
    /// <param name="channelEvent">The event; its timestamp lies in the years 1 to 9999.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(IBufferWriter<byte> output, string channel, ChannelEvent channelEvent)
    {
        var draft = channelEvent.Draft;
        var cursor = new Cursor(output.GetSpan(MaxLength(channel, draft)));
        if (IsLive(channel, draft.Type))
        {
            WriteLive(ref cursor, channel, channelEvent);
        }
        else
        {
            WriteEnvelope(ref cursor, channel, channelEvent);
        }

        output.Advance(cursor.Written);
        return cursor.Written;
    }

    private static int MaxLength(string channel, EventDraft draft) =>
        FixedLength
        + (EscapedLength * (channel.Length + draft.Type.Length + draft.Id.Length + draft.Source.Length))
        + draft.Data.Length
        + draft.Beside.Length;

    private static void WriteLive(ref Cursor cursor, string channel, ChannelEvent channelEvent)
    {
        var draft = channelEvent.Draft;
        cursor.Raw("{\"type\":\""u8);
        cursor.Text(draft.Type);
        cursor.Raw("\",\"channel\":\""u8);
        cursor.Text(channel);
        cursor.Raw("\",\"seq\":"u8);
        cursor.Number(channelEvent.Seq);
        cursor.Raw(",\"timestamp\":"u8);
        cursor.Number(draft.TimestampMs);
        WriteData(ref cursor, draft);
    }

    private static void WriteEnvelope(ref Cursor cursor, string channel, ChannelEvent channelEvent)
    {
        var draft = channelEvent.Draft;
        cursor.Raw("{\"type\":\""u8);
        cursor.Text(draft.Type);
        cursor.Raw("\",\"id\":\""u8);
        cursor.Text(draft.Id);
        cursor.Raw("\",\"channel\":\""u8);
        cursor.Text(channel);
        cursor.Raw("\",\"seq\":"u8);
        cursor.Number(channelEvent.Seq);
        cursor.Raw(",\"timestamp\":\""u8);
        cursor.Timestamp(draft.TimestampMs);
        cursor.Raw("\",\"source\":\""u8);
        cursor.Text(draft.Source);
        cursor.Raw("\""u8);
        WriteData(ref cursor, draft);
    }

    private static void WriteData(ref Cursor cursor, EventDraft draft)
    {
        cursor.Raw(",\"data\":"u8);
        cursor.Raw(draft.Data.Span);
        if (!draft.Beside.IsEmpty)
        {
            cursor.Raw(","u8);
            cursor.Raw(draft.Beside.Span);
        }

        cursor.Raw("}"u8);
    }

    private ref struct Cursor(Span<byte> span)
    {
        private readonly Span<byte> _span = span;

        public int Written { get; private set; }

        public void Raw(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_span[Written..]);
            Written += bytes.Length;
        }

        public void Text(string text)
        {
            var safe = text.AsSpan().ContainsAnyExcept(Plain) ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text) : text;
            Written += Encoding.UTF8.GetBytes(safe, _span[Written..]);
        }

        public void Number(long value)
        {
            Utf8Formatter.TryFormat(value, _span[Written..], out var length);
            Written += length;
        }

        public void Timestamp(long unixMs)
        {
            DateTimeOffset.FromUnixTimeMilliseconds(unixMs).UtcDateTime
                .TryFormat(_span[Written..], out var length, TimestampFormat, CultureInfo.InvariantCulture);
            Written += length;
        }
    }
}
