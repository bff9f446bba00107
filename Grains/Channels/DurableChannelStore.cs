using System.Collections.Immutable;

namespace Iskra.Channels;

/// <summary>One channel of an <see cref="IEventLog"/>, every operation bounded in time and in what it brings into memory.</summary>
internal sealed class DurableChannelStore(string channel, IEventLog log, TimeProvider time)
{
    /// <summary>Most events that one read of the store brings.</summary>
    public const int MaxReadEvents = 500;

    public async Task<bool> AppendAsync(ChannelPosition head, ImmutableArray<ChannelEvent> events)
    {
        using var bound = NewBound();
        return await log.AppendAsync(channel, head, events, bound.Token);
    }

    /// <summary>Reads the head.</summary>
    public async Task<ChannelPosition> HeadAsync()
    {
        using var bound = NewBound();
        return await log.OpenAsync(channel, bound.Token);
    }

    /// <summary>Reads whatever follows a position.</summary>
    public async Task<ImmutableArray<ChannelEvent>> ReadAfterAsync(ChannelPosition after, int limit)
    {
        using var bound = NewBound();
        return await log.ReadAfterAsync(channel, after.Epoch, after.Seq, limit, bound.Token);
    }

    /// <summary>Reads a page of what follows a position up to a number.</summary>
    public async Task<ImmutableArray<ChannelEvent>> ReadPageAfterAsync(ChannelPosition after, long lastSeq, int limit)
    {
        var events = await ReadAfterAsync(after, Math.Min(limit, MaxReadEvents));
        var count = 0;
        var bytes = 0L;
        while (count < events.Length && events[count].Seq <= lastSeq)
        {
            bytes += EventSize.Of(events[count].Draft);
            if (bytes > ChannelTail.MaxPageBytes && count > 0)
            {
                break;
            }

            count++;
        }

        return events[..count];
    }

    /// <summary>Reads the page before a number, and whether the log has older events.</summary>
    public async Task<(ImmutableArray<ChannelEvent> Events, bool HasMore)> ReadPageBeforeAsync(string epoch, long beforeSeq, int limit)
    {
        var most = Math.Min(limit, MaxReadEvents);
        var events = await ReadBeforeAsync(epoch, beforeSeq, most + 1);
        var first = events.Length;
        var bytes = 0L;
        while (first > 0 && events.Length - first < most)
        {
            bytes += EventSize.Of(events[first - 1].Draft);
            if (bytes > ChannelTail.MaxPageBytes && first < events.Length)
            {
                break;
            }

            first--;
        }

        return (events[first..], first > 0);
    }

    /// <summary>Opens the log and reads its newest events, as many as the ring and the ids need.</summary>
    public async Task<ChannelTail> LoadAsync()
    {
        using var bound = NewBound();
        var head = await log.OpenAsync(channel, bound.Token);
        var newestFirst = new List<ChannelEvent>();
        var before = head.Seq + 1;
        while (before > 1 && newestFirst.Count < EventIdWindow.DefaultCapacity)
        {
            var limit = Math.Min(MaxReadEvents, EventIdWindow.DefaultCapacity - newestFirst.Count);
            var page = await log.ReadBeforeAsync(channel, head.Epoch, before, limit, bound.Token);
            var taken = newestFirst.Count;
            for (var i = page.Length - 1; i >= 0 && page[i].Seq == before - 1; i--)
            {
                newestFirst.Add(page[i]);
                before--;
            }

            if (newestFirst.Count == taken)
            {
                break;
            }
        }

        newestFirst.Reverse();
        var tail = new ChannelTail(head.Epoch, before, ChannelRetention.Cache);
        tail.Commit([.. newestFirst], time.NowUs());
        return tail;
    }

    private async Task<ImmutableArray<ChannelEvent>> ReadBeforeAsync(string epoch, long beforeSeq, int limit)
    {
        using var bound = NewBound();
        return await log.ReadBeforeAsync(channel, epoch, beforeSeq, limit, bound.Token);
    }

    private CancellationTokenSource NewBound() => new(DurableChannelLog.MaxWait, time);
}
