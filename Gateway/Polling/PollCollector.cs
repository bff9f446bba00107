using System.Collections.Frozen;
using Iskra.Channels;
using Iskra.Gateway.Fanout;
using Iskra.Gateway.Protocol;

namespace Iskra.Gateway.Polling;

/// <summary>
/// What one poll gathers: events of all its channels in the order in which they come, up to a number and a size, and the positions
/// after what was gathered. What comes beyond a bound is left for the next poll. Safe from any thread.
/// </summary>
internal sealed class PollCollector
{
    /// <summary>Bytes of events in one answer; an event that is larger alone is answered alone.</summary>
    internal const int MaxBytes = 1 << 20;

    private readonly Lock _lock = new();
    private readonly CursorWriter _cursor = new();
    private readonly List<ReadOnlyMemory<byte>> _events = [];
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FrozenSet<string> _types;
    private readonly int _limit;
    private int _bytes;
    private bool _isClosed;

    /// <summary>A collector that begins at positions; those of channels that are not polled are carried along.</summary>
    internal PollCollector(int limit, FrozenSet<string> types, IEnumerable<KeyValuePair<string, ChannelPosition>> positions)
    {
        _limit = limit;
        _types = types;
        foreach (var (channel, position) in positions) _cursor.Set(channel, position);
    }

    /// <summary>Completes with the first event.</summary>
    internal Task First => _first.Task;

    /// <summary>Whether more is taken.</summary>
    internal bool HasRoom
    {
        get
        {
            lock (_lock) return HasRoomLocked;
        }
    }

    private bool HasRoomLocked => !_isClosed && _events.Count < _limit && _bytes < MaxBytes;

    /// <summary>Takes an event.</summary>
    /// <returns>False when it must come with another poll.</returns>
    internal bool TryTake(EncodedEvent item)
    {
        lock (_lock)
        {
            if (!HasRoomLocked) return false;
            if (_cursor[item.Channel] is { } seen && seen.Epoch == item.Epoch && item.Seq <= seen.Seq && !item.IsSnapshot) return true;
            _cursor.Set(item.Channel, item.Position);
            if (_types.Count > 0 && !item.IsSnapshot && !_types.Contains(item.Type)) return true;
            _events.Add(item.Json);
            _bytes += item.Json.Length;
        }

        _first.TrySetResult();
        return true;
    }

    /// <summary>A channel without a position starts here.</summary>
    internal void Begin(string channel, ChannelPosition position)
    {
        lock (_lock)
        {
            if (_cursor[channel] is null) _cursor.Set(channel, position);
        }
    }

    /// <summary>Ends the gathering.</summary>
    /// <returns>The cursor after the events, and the events.</returns>
    internal (string Cursor, IReadOnlyList<ReadOnlyMemory<byte>> Events) Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            return (_cursor.ToString(), _events);
        }
    }
}
