using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Iskra.Channels;

/// <summary>
/// The events of a log channel: every append is in the <see cref="IEventLog"/> before it is acknowledged. One write is under way
/// at a time and holds everything that arrived during the one before (group commit). The head is advanced by compare-and-set,
/// so that of two activations only one can write. When the answer to a write is lost, the log is read again before anything
/// else is written, and the calls are answered by what it holds.
/// </summary>
public sealed partial class DurableChannelLog : IChannelLog
{
    /// <summary>How long a call waits for the database before it is answered with <c>timeout</c>.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    private readonly string _channel;
    private readonly DurableChannelStore _store;
    private readonly TimeProvider _time;
    private readonly IDurableChannelOwner _owner;
    private readonly ILogger _logger;
    private readonly GroupCommit _waiting = new();

    private IReadOnlyList<PendingAppend> _inWrite = [];
    private ImmutableArray<ChannelEvent> _sent = [];
    private Task<ChannelTail>? _opening;
    private bool _isWriting;
    private bool _isUnresolved;
    private bool _isWakeSet;
    private bool _isMoved;

    /// <summary>A log that is not open yet.</summary>
    public DurableChannelLog(string channel, IEventLog log, TimeProvider time, IDurableChannelOwner owner, ILogger logger)
    {
        _channel = channel;
        _store = new DurableChannelStore(channel, log, time);
        _time = time;
        _owner = owner;
        _logger = logger;
    }

    /// <inheritdoc/>
    public ChannelTail? Tail { get; private set; }

    /// <inheritdoc/>
    public async ValueTask<ChannelTail> OpenAsync()
    {
        if (Tail is null)
        {
            return await LoadOnceAsync();
        }

        if (_isUnresolved && !_isWriting)
        {
            _ = WriteWaitingAsync();
        }

        return Tail;
    }

    /// <inheritdoc/>
    public Task<AppendResult> AppendAsync(ImmutableArray<EventDraft> drafts)
    {
        var call = new PendingAppend(drafts, _time.NowUs());
        if (_isMoved)
        {
            call.Refuse(ChannelRefusals.Moved());
        }
        else if (!_waiting.TryAdd(call))
        {
            call.Refuse(ChannelRefusals.TooManyWaiting());
        }
        else
        {
            SetWake();
            if (!_isWriting)
            {
                _ = WriteWaitingAsync();
            }
        }

        return call.Answer;
    }

    /// <inheritdoc/>
    public async ValueTask<ChannelPage> ReadAfterAsync(ChannelPosition after, int limit)
    {
        var tail = await OpenAsync();
        return tail.StandingOf(after) switch
        {
            PositionStanding.InMemory => tail.PageAfter(after.Seq, limit),
            PositionStanding.Older => await ReadOlderAsync(tail, after.Seq, limit),
            PositionStanding.Ahead => await JudgeAheadAsync(tail),
            _ => tail.NotRecovered(),
        };
    }

    /// <inheritdoc/>
    public async ValueTask<ChannelPage> ReadBeforeAsync(long? before, int limit)
    {
        var tail = await OpenAsync();
        var headSeq = tail.Head.Seq;
        var beforeSeq = Math.Clamp(before ?? long.MaxValue, 1, headSeq + 1);
        var page = tail.PageBefore(beforeSeq, limit);
        if (tail.Ring.FirstSeq == 1 || page.HasMore)
        {
            return page;
        }

        if (page.Events.Length == limit)
        {
            return page with { HasMore = true };
        }

        var (events, hasMore) = await OrRefuseAsync(_store.ReadPageBeforeAsync(tail.Epoch, beforeSeq, limit));
        return new ChannelPage(tail.Epoch, headSeq, Recovered: true, events, hasMore);
    }

    /// <summary>Answers the calls that have waited for <see cref="MaxWait"/>. The owner calls it when it was asked to wake the log.</summary>
    public void Wake()
    {
        _isWakeSet = false;
        var expiredUs = _time.NowUs() - MaxWait.ToUs();
        foreach (var call in _waiting.TakeOlder(expiredUs))
        {
            call.Refuse(ChannelRefusals.TimedOut());
        }

        // What is being written may still become durable; its callers are told that they do not know.
        foreach (var call in _inWrite)
        {
            if (call.AcceptedUs <= expiredUs)
            {
                call.Refuse(ChannelRefusals.TimedOut());
            }
        }

        SetWake();
    }

    private void SetWake()
    {
        if (!_isWakeSet && OldestUs() is { } sinceUs)
        {
            _isWakeSet = true;
            _owner.WakeAfter(TimeSpan.FromMicroseconds(Math.Max(1, sinceUs + MaxWait.ToUs() - _time.NowUs())));
        }
    }

    private long? OldestUs() =>
        _inWrite.FirstOrDefault(call => !call.Answer.IsCompleted)?.AcceptedUs ?? _waiting.OldestUs;

    private async Task WriteWaitingAsync()
    {
        _isWriting = true;
        try
        {
            while (!_isMoved && await TryReadyAsync() && !_waiting.IsEmpty)
            {
                await WriteNextAsync(Tail!);
            }
        }
        finally
        {
            _isWriting = false;
        }
    }

    /// <summary>Opens the log and learns what became of a write whose answer was lost.</summary>
    private async Task<bool> TryReadyAsync()
    {
        try
        {
            var tail = Tail ?? await LoadOnceAsync();
            if (_isUnresolved)
            {
                await ResolveAsync(tail);
            }
        }
        catch (RefusedException refused)
        {
            RefuseAll(refused);
            return false;
        }

        return !_isUnresolved && !_isMoved;
    }

    private async Task WriteNextAsync(ChannelTail tail)
    {
        var calls = _waiting.TakeWrite();
        var numbering = tail.Number();
        foreach (var call in calls)
        {
            call.Seqs = numbering.Add(call.Drafts, call.AcceptedUs);
        }

        _inWrite = calls;
        _sent = numbering.Build();
        if (_sent.IsEmpty)
        {
            Acknowledge(tail);
            return;
        }

        switch (await TryAppendAsync(tail))
        {
            case true:
                Commit(tail);
                break;
            case false:
                Move(tail);
                break;
            default:
                _isUnresolved = true;
                await ResolveAsync(tail);
                break;
        }
    }

    /// <summary>Whether the events were written; null when only the log knows.</summary>
    private async Task<bool?> TryAppendAsync(ChannelTail tail)
    {
        try
        {
            return await _store.AppendAsync(tail.Head, _sent);
        }
        catch (Exception exception)
        {
            _logger.AppendAnswerLost(exception, _channel, tail.Head.Seq, _sent.Length);
            return null;
        }
    }

    private async Task ResolveAsync(ChannelTail tail)
    {
        LostAppend verdict;
        try
        {
            verdict = LostAppendRules.Judge(_sent, await _store.ReadAfterAsync(tail.Head, _sent.Length));
        }
        catch (Exception exception)
        {
            _logger.StoreAway(exception, _channel);
            RefuseAll(ChannelRefusals.StoreAway());
            return;
        }

        _isUnresolved = false;
        switch (verdict)
        {
            case LostAppend.Written:
                Commit(tail);
                break;
            case LostAppend.NotWritten:
                RefuseInWrite(ChannelRefusals.StoreAway());
                break;
            default:
                Move(tail);
                break;
        }
    }

    private void Commit(ChannelTail tail)
    {
        var afterSeq = tail.Head.Seq;
        _confirmedUs = _time.NowUs();
        tail.Commit(_sent, _confirmedUs);
        Acknowledge(tail);
        _owner.Committed(afterSeq);
    }

    private void Acknowledge(ChannelTail tail)
    {
        foreach (var call in _inWrite)
        {
            call.Acknowledge(tail.Epoch);
        }

        _inWrite = [];
        _sent = [];
    }

    /// <summary>Somebody else writes this log: this activation lets go of it.</summary>
    private void Move(ChannelTail tail)
    {
        _logger.Moved(_channel, tail.Head.Seq);
        _isMoved = true;
        RefuseAll(ChannelRefusals.Moved());
        _owner.Moved();
    }

    private void RefuseAll(RefusedException reason)
    {
        RefuseInWrite(reason);
        foreach (var call in _waiting.TakeAll())
        {
            call.Refuse(reason);
        }
    }

    private void RefuseInWrite(RefusedException reason)
    {
        foreach (var call in _inWrite)
        {
            call.Refuse(reason);
        }

        _inWrite = [];
        if (!_isUnresolved)
        {
            _sent = [];
        }
    }

    private Task<ChannelTail> LoadOnceAsync()
    {
        if (_opening is null or { IsCompleted: true })
        {
            _opening = LoadAsync();
        }

        return _opening;
    }

    private async Task<ChannelTail> LoadAsync()
    {
        var tail = await OrRefuseAsync(_store.LoadAsync());
        _confirmedUs = _time.NowUs();
        Tail = tail;
        return tail;
    }

    private async Task<ChannelPage> ReadOlderAsync(ChannelTail tail, long afterSeq, int limit)
    {
        var headSeq = tail.Head.Seq;
        var events = await OrRefuseAsync(_store.ReadPageAfterAsync(new ChannelPosition(tail.Epoch, afterSeq), headSeq, limit));
        return events.IsEmpty || events[0].Seq != afterSeq + 1 ? tail.NotRecovered() : tail.Recovered(events, afterSeq);
    }

    /// <summary>A position ahead of the head was not given by this log – unless another activation has written on.</summary>
    private async Task<ChannelPage> JudgeAheadAsync(ChannelTail tail)
    {
        var head = tail.Head;
        var found = await OrRefuseAsync(_store.ReadAfterAsync(head, 1));
        var isOurs = head != tail.Head || (!_sent.IsEmpty && _sent[0].Seq == head.Seq + 1);
        if (found.IsEmpty || isOurs)
        {
            return tail.NotRecovered();
        }

        Move(tail);
        throw ChannelRefusals.Moved();
    }

    private async Task<T> OrRefuseAsync<T>(Task<T> read)
    {
        try
        {
            return await read;
        }
        catch (Exception exception)
        {
            _logger.StoreAway(exception, _channel);
            throw ChannelRefusals.StoreAway();
        }
    }
}
