using System.Buffers;
using Iskra.Channels;
using Iskra.Gateway.Protocol;
using Iskra.Gateway.Sessions;

namespace Iskra.Gateway.Sse;

/// <summary>
/// The cursor of a stream of events as of what has been written to it. The session itself is ahead of that by what waits in its
/// outbox, so the stream keeps its own positions: of what it wrote, and where nothing was written yet, of where the channel began.
/// </summary>
internal sealed class SseCursor
{
    private readonly CursorWriter _writer = new();
    private readonly Dictionary<string, ChannelSubscription> _followed = new(StringComparer.Ordinal);

    /// <summary>A cursor of what the client brought; positions of channels that the stream does not follow are carried along.</summary>
    public SseCursor(IEnumerable<KeyValuePair<string, ChannelPosition>> positions)
    {
        foreach (var (channel, position) in positions) _writer.Set(channel, position);
    }

    /// <summary>Takes up channels that were followed and forgets those that were left. Only under the lock of the outbox.</summary>
    public void Follow(IReadOnlyCollection<ChannelSubscription> subscriptions)
    {
        if (_followed.Count > 0)
        {
            var active = subscriptions.Select(static item => item.Channel).ToHashSet(StringComparer.Ordinal);
            foreach (var left in _followed.Keys.Where(channel => !active.Contains(channel)).ToList())
            {
                _followed.Remove(left);
                _writer.Remove(left);
            }
        }

        foreach (var subscription in subscriptions)
        {
            if (subscription.Confirmed is not { } start) continue;
            if (_followed.TryGetValue(subscription.Channel, out var known) && known == subscription) continue;
            _followed[subscription.Channel] = subscription;
            _writer.Set(subscription.Channel, start);
        }
    }

    /// <summary>An event has been written.</summary>
    public void Advance(string channel, ChannelPosition position) => _writer.Set(channel, position);

    /// <summary>Writes the cursor as UTF-8.</summary>
    public void WriteTo(IBufferWriter<byte> output) => _writer.WriteTo(output);
}
