using System.Collections.Immutable;

namespace Iskra.Channels;

/// <summary>The events of a state or ephemeral channel: in memory only, numbered at once, with an epoch of their own.</summary>
public sealed class LiveChannelLog : IChannelLog
{
    private readonly TimeProvider _time;
    private readonly Action<long> _onCommitted;

    /// <summary>An empty channel.</summary>
    /// <param name="epoch">Its epoch, new for every activation.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onCommitted">Called when there are new events, with the number they follow.</param>
    public LiveChannelLog(string epoch, TimeProvider time, Action<long> onCommitted)
    {
        _time = time;
        _onCommitted = onCommitted;
        Tail = new ChannelTail(epoch, nextSeq: 1, ChannelRetention.Live);
    }

    /// <summary>All there is.</summary>
    public ChannelTail Tail { get; }

    /// <inheritdoc/>
    ChannelTail? IChannelLog.Tail => Tail;

    /// <inheritdoc/>
    public ValueTask<ChannelTail> OpenAsync() => ValueTask.FromResult(Tail);

    /// <inheritdoc/>
    public void Confirm()
    {
        // What is in memory is all there is.
    }

    /// <inheritdoc/>
    public Task<AppendResult> AppendAsync(ImmutableArray<EventDraft> drafts)
    {
        var nowUs = _time.NowUs();
        var numbering = Tail.Number();
        var seqs = numbering.Add(drafts, nowUs);
        if (numbering.Count > 0)
        {
            var afterSeq = Tail.Head.Seq;
            Tail.Commit(numbering.Build(), nowUs);
            _onCommitted(afterSeq);
        }

        return Task.FromResult(new AppendResult(Tail.Epoch, seqs));
    }

    /// <inheritdoc/>
    public ValueTask<ChannelPage> ReadAfterAsync(ChannelPosition after, int limit) => ValueTask.FromResult(
        Tail.StandingOf(after) == PositionStanding.InMemory ? Tail.PageAfter(after.Seq, limit) : Tail.NotRecovered());

    /// <inheritdoc/>
    public ValueTask<ChannelPage> ReadBeforeAsync(long? before, int limit) =>
        ValueTask.FromResult(Tail.PageBefore(before ?? long.MaxValue, limit));
}
