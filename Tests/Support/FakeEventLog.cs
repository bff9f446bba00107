using System.Collections.Concurrent;
using System.Collections.Immutable;
using Iskra.Channels;

namespace Iskra.Tests;

/// <summary>
/// An event log in memory that keeps the contract of <see cref="IEventLog"/> and breaks down when a test says so. It may be
/// used by several silos at once, and it counts what was asked of it.
/// </summary>
public sealed class FakeEventLog : IEventLog
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FakeChannelLog> _channels = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<AppendFault> _faults = new();
    private readonly ConcurrentQueue<int> _writes = new();
    private readonly ConcurrentDictionary<string, int> _opens = new(StringComparer.Ordinal);
    private int _epochs;
    private volatile TaskCompletionSource? _gate;
    private int _held;

    /// <summary>While true every operation fails and nothing is written.</summary>
    public bool IsAway { get; set; }

    /// <summary>While true reads and opens fail; appends follow <see cref="IsAway"/> and the faults.</summary>
    public bool AreReadsAway { get; set; }

    /// <summary>How many events each append held, in the order of the appends that wrote.</summary>
    public IReadOnlyList<int> Writes => [.. _writes];

    /// <summary>How often a read of older or newer events was asked for.</summary>
    public int Reads { get; private set; }

    /// <summary>How many appends have come to the gate of <see cref="Hold"/>.</summary>
    public int HeldAppends => Volatile.Read(ref _held);

    /// <summary>When opens that were carried out are answered.</summary>
    public Task OpenAnswers { get; set; } = Task.CompletedTask;

    /// <summary>How often a channel was opened: once for each activation that needed it, and whenever one looks whether it still writes.</summary>
    public int OpensOf(string channel) => _opens.GetValueOrDefault(channel);

    /// <summary>Makes the next appends fail, one after the other.</summary>
    public void FailAppends(params ReadOnlySpan<AppendFault> faults)
    {
        foreach (var fault in faults)
        {
            _faults.Enqueue(fault);
        }
    }

    /// <summary>Lets appends wait, before they write, until <see cref="Release"/>.</summary>
    public void Hold() => _gate ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets the held appends go on.</summary>
    public void Release()
    {
        var gate = _gate;
        _gate = null;
        gate?.TrySetResult();
    }

    /// <summary>Everything in the log of a channel.</summary>
    public ImmutableArray<ChannelEvent> Events(string channel)
    {
        lock (_lock)
        {
            return [.. Of(channel).Events];
        }
    }

    /// <summary>The head of a channel.</summary>
    public ChannelPosition Head(string channel)
    {
        lock (_lock)
        {
            return Of(channel).Head;
        }
    }

    /// <summary>Writes as another activation would.</summary>
    public void WriteAsAnother(string channel, params ReadOnlySpan<EventDraft> drafts)
    {
        lock (_lock)
        {
            var log = Of(channel);
            foreach (var draft in drafts)
            {
                log.Events.Add(new ChannelEvent(log.Head.Seq + 1, 0, draft));
            }
        }
    }

    /// <summary>Loses the newest events, as a standby does that was behind when it took over.</summary>
    public void LoseAfter(string channel, long seq)
    {
        lock (_lock)
        {
            Of(channel).Events.RemoveAll(e => e.Seq > seq);
        }
    }

    /// <summary>Forgets events up to a number, as retention does; the head stays.</summary>
    public void Forget(string channel, long throughSeq)
    {
        lock (_lock)
        {
            var log = Of(channel);
            log.BaseSeq = Math.Max(log.BaseSeq, throughSeq);
            log.Events.RemoveAll(e => e.Seq <= throughSeq);
        }
    }

    /// <inheritdoc/>
    public async Task<ChannelPosition> OpenAsync(string channel, CancellationToken cancellationToken)
    {
        ThrowIfAway(IsAway || AreReadsAway);
        _opens.AddOrUpdate(channel, 1, (_, count) => count + 1);
        var head = Head(channel);
        await OpenAnswers.WaitAsync(cancellationToken);
        return head;
    }

    /// <inheritdoc/>
    public async Task<bool> AppendAsync(
        string channel, ChannelPosition head, ImmutableArray<ChannelEvent> events, CancellationToken cancellationToken)
    {
        if (_gate is { } gate)
        {
            Interlocked.Increment(ref _held);
            await gate.Task.WaitAsync(cancellationToken);
        }

        ThrowIfAway(IsAway);
        var fault = _faults.TryDequeue(out var next) ? next : AppendFault.None;
        ThrowIfAway(fault == AppendFault.LoseRequest);
        var isWritten = Write(channel, head, events);
        ThrowIfAway(fault == AppendFault.LoseAnswer);
        return isWritten;
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<ChannelEvent>> ReadAfterAsync(
        string channel, string epoch, long afterSeq, int limit, CancellationToken cancellationToken)
    {
        ThrowIfAway(IsAway || AreReadsAway);
        lock (_lock)
        {
            Reads++;
            return Task.FromResult(Of(channel, epoch).Where(e => e.Seq > afterSeq).Take(limit).ToImmutableArray());
        }
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<ChannelEvent>> ReadBeforeAsync(
        string channel, string epoch, long beforeSeq, int limit, CancellationToken cancellationToken)
    {
        ThrowIfAway(IsAway || AreReadsAway);
        lock (_lock)
        {
            Reads++;
            return Task.FromResult(Of(channel, epoch).Where(e => e.Seq < beforeSeq).TakeLast(limit).ToImmutableArray());
        }
    }

    private static void ThrowIfAway(bool isAway)
    {
        if (isAway)
        {
            throw new StoreUnavailableException("The test took the store away.");
        }
    }

    private bool Write(string channel, ChannelPosition head, ImmutableArray<ChannelEvent> events)
    {
        lock (_lock)
        {
            var log = Of(channel);
            if (log.Head != head || events.IsDefaultOrEmpty || events[0].Seq != head.Seq + 1)
            {
                return false;
            }

            _writes.Enqueue(events.Length);
            log.Events.AddRange(events);
            return true;
        }
    }

    private List<ChannelEvent> Of(string channel, string epoch) =>
        Of(channel) is { } log && log.Epoch == epoch ? log.Events : [];

    private FakeChannelLog Of(string channel)
    {
        if (!_channels.TryGetValue(channel, out var log))
        {
            log = new FakeChannelLog($"logepoch{++_epochs:0000}");
            _channels.Add(channel, log);
        }

        return log;
    }

    private sealed class FakeChannelLog(string epoch)
    {
        public string Epoch => epoch;

        public long BaseSeq { get; set; }

        public List<ChannelEvent> Events { get; } = [];

        public ChannelPosition Head => new(epoch, Events.Count == 0 ? BaseSeq : Events[^1].Seq);
    }
}
