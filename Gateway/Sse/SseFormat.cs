using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using Iskra.Gateway.Sessions;

namespace Iskra.Gateway.Sse;

/// <summary>What the entries of an outbox look like as server-sent events: <c>id:</c> and <c>data:</c>, no <c>event:</c>.</summary>
internal sealed class SseFormat(SseCursor cursor, FrozenSet<string> types)
{
    /// <summary>A comment that keeps the connection alive.</summary>
    internal static readonly byte[] Heartbeat = ": heartbeat\n\n"u8.ToArray();

    /// <summary>A comment of the smallest size, which marks a place in the stream.</summary>
    internal static readonly byte[] Mark = ":\n\n"u8.ToArray();

    /// <summary>An entry without content: the place where the cursor is told without an event.</summary>
    internal static readonly byte[] CursorOnly = [];

    /// <summary>Tells an EventSource when to come back.</summary>
    internal static byte[] Retry(long retryMs) => Encoding.ASCII.GetBytes($"retry: {retryMs}\n\n");

    internal void Write(ReadOnlySpan<OutboxEntry> entries, IBufferWriter<byte> output)
    {
        foreach (var entry in entries)
        {
            switch (entry.Kind)
            {
                case OutboxEntryKind.Event:
                    cursor.Advance(entry.Event.Channel, entry.Event.Position);
                    if (types.Count == 0 || entry.Event.IsSnapshot || types.Contains(entry.Event.Type)) WriteEvent(entry.Event.Json.Span, output);
                    break;
                case OutboxEntryKind.Control:
                    output.Write(entry.Bytes.Span);
                    break;
                default:
                    WriteEvent(entry.Bytes.Span, output);
                    break;
            }
        }
    }

    private void WriteEvent(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        output.Write("id: "u8);
        cursor.WriteTo(output);
        if (!json.IsEmpty)
        {
            output.Write("\ndata: "u8);
            output.Write(json);
        }

        output.Write("\n\n"u8);
    }
}
