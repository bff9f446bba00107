using System.Collections.Immutable;

namespace Iskra.Channels;

/// <summary>
/// Gives drafts their numbers without changing the channel: what comes out is either committed as a whole
/// (<see cref="ChannelTail.Commit"/>) or forgotten. A draft whose id is among the last 1,000 events, or earlier in the same
/// numbering, gets the number that id already has and makes no event.
/// </summary>
/// <param name="ids">Ids of the last events of the channel.</param>
/// <param name="headSeq">Number of its newest event.</param>
public sealed class EventNumbering(EventIdWindow ids, long headSeq)
{
    private readonly ImmutableArray<ChannelEvent>.Builder _events = ImmutableArray.CreateBuilder<ChannelEvent>();
    private Dictionary<string, long>? _fresh;

    /// <summary>How many events there will be.</summary>
    public int Count => _events.Count;

    /// <summary>Numbers the drafts of one call, in their order.</summary>
    /// <param name="drafts">The drafts.</param>
    /// <param name="acceptedUs">When the call arrived, Unix time in microseconds.</param>
    /// <returns>One number for each draft.</returns>
    public ImmutableArray<long> Add(ImmutableArray<EventDraft> drafts, long acceptedUs)
    {
        var seqs = ImmutableArray.CreateBuilder<long>(drafts.Length);
        foreach (var draft in drafts)
        {
            seqs.Add(Number(draft, acceptedUs));
        }

        return seqs.MoveToImmutable();
    }

    /// <summary>The new events, consecutive.</summary>
    public ImmutableArray<ChannelEvent> Build() => _events.DrainToImmutable();

    private long Number(EventDraft draft, long acceptedUs)
    {
        var next = headSeq + _events.Count + 1;
        if (IsFresh(draft.Id, out var seq) || ids.TryFind(draft.Id, next, out seq))
        {
            return seq;
        }

        _fresh?.Add(draft.Id, next);
        _events.Add(new ChannelEvent(next, acceptedUs, draft));
        return next;
    }

    // Most appends are one draft; only a second one makes the index worth having.
    private bool IsFresh(string id, out long seq)
    {
        seq = 0;
        if (_events.Count == 0)
        {
            return false;
        }

        _fresh ??= _events.ToDictionary(e => e.Draft.Id, e => e.Seq, StringComparer.Ordinal);
        return _fresh.TryGetValue(id, out seq);
    }
}
