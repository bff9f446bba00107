using System.Collections.Immutable;
using System.Text;
using Iskra.Channels;
using Iskra.Gateway.Fanout;

namespace Iskra.Tests.Unit.Fanout;

/// <summary>One channel in memory behind the port of the gateway, with a stream that the test drives and faults that it chooses.</summary>
internal sealed class FakeChannelSource : IChannelSource
{
    private readonly List<ChannelEvent> _log = [];
    private readonly List<IChannelReceiver> _receivers = [];
    private long _kept;

    internal string Epoch { get; private set; } = "epoch-1";

    internal ChannelPosition Position => new(Epoch, _log.Count);

    /// <summary>Every answer goes through here: a test can delay it, or throw.</summary>
    internal Func<string, Task> Before { get; set; } = static _ => Task.CompletedTask;

    internal List<string> Calls { get; } = [];

    internal int StreamSubscriptions => _receivers.Count;

    public async Task<IAsyncDisposable> SubscribeAsync(string channel, IChannelReceiver receiver)
    {
        await CallAsync("subscribe");
        _receivers.Add(receiver);
        return new Following(() => _receivers.Remove(receiver));
    }

    public async Task<ChannelPosition> AttachAsync(string channel)
    {
        await CallAsync("attach");
        return Position;
    }

    public Task DetachAsync(string channel) => CallAsync("detach");

    public async Task<ChannelPage> ReadAfterAsync(string channel, ChannelPosition after, int limit)
    {
        await CallAsync("read");
        var isKept = after.Epoch == Epoch && after.Seq >= _kept && after.Seq <= _log.Count;
        var events = isKept ? _log.Skip((int)after.Seq).Take(limit).ToImmutableArray() : [];
        return new ChannelPage(Epoch, _log.Count, isKept, events, isKept && after.Seq + events.Length < _log.Count);
    }

    public Task<ChannelPage> ReadBeforeAsync(string channel, long? before, int limit) => throw new NotSupportedException();

    public async Task<ChannelPosition> HeadAsync(string channel)
    {
        await CallAsync("head");
        return Position;
    }

    public async Task<ChannelSnapshot> SnapshotAsync(string channel)
    {
        await CallAsync("snapshot");
        return new ChannelSnapshot(Position, 0, "{}"u8.ToArray());
    }

    /// <summary>Appends events and answers with what the stream would carry; the test sends it, or does not.</summary>
    internal ChannelBatch Append(int count = 1, string type = "message", string data = "1")
    {
        var events = Enumerable.Range(_log.Count + 1, count)
            .Select(seq => new ChannelEvent(seq, 0, new EventDraft($"e{seq}", type, 0, "test", Encoding.UTF8.GetBytes(data))))
            .ToImmutableArray();
        _log.AddRange(events);
        return new ChannelBatch(Epoch, events);
    }

    internal void Publish(int count = 1) => Send(Append(count));

    internal void Send(ChannelBatch batch)
    {
        foreach (var receiver in _receivers.ToArray())
        {
            // The receiver of a hub ends before it answers.
            _ = receiver.Deliver(batch);
        }
    }

    /// <summary>The channel says that it leaves.</summary>
    internal Task MoveAsync() => Task.WhenAll(_receivers.Select(static receiver => receiver.Moved()));

    /// <summary>The log starts over.</summary>
    internal void StartOver(string epoch)
    {
        Epoch = epoch;
        _log.Clear();
        _kept = 0;
    }

    /// <summary>The log forgets what is older.</summary>
    internal void KeepAfter(long seq) => _kept = seq;

    private Task CallAsync(string name)
    {
        Calls.Add(name);
        return Before(name);
    }

    private sealed class Following(Action end) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            end();
            return ValueTask.CompletedTask;
        }
    }
}
