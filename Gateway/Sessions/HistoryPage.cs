using System.Buffers;
using Iskra.Channels;

namespace Iskra.Gateway.Sessions;

/// <summary>The events of a <c>history</c> reply. Pure.</summary>
public static class HistoryPage
{
    /// <summary>The newest events of a page that fit into a bound, oldest first; always at least one.</summary>
    /// <param name="channel">Name of the channel.</param>
    /// <param name="page">What the log answered.</param>
    /// <param name="maxBytes">Most bytes of all events together, unless a single one is larger.</param>
    /// <returns>The frames, and whether older ones of the page were left out.</returns>
    public static (IReadOnlyList<ReadOnlyMemory<byte>> Events, bool IsCut) Of(string channel, ChannelPage page, int maxBytes)
    {
        ArgumentNullException.ThrowIfNull(page);
        var events = new List<ReadOnlyMemory<byte>>(page.Events.Length);
        var bytes = 0;
        for (var i = page.Events.Length - 1; i >= 0; i--)
        {
            var output = new ArrayBufferWriter<byte>(512);
            bytes += EventEnvelope.Write(output, channel, page.Events[i]);
            if (bytes > maxBytes && events.Count > 0)
            {
                break;
            }

            events.Add(output.WrittenMemory);
        }

        events.Reverse();
        return (events, events.Count < page.Events.Length);
    }
}
