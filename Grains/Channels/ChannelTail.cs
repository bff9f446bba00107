using System.Collections.Immutable;

namespace Iskra.Channels;

/// <summary>What a channel grain holds in memory: its head, its newest events and their ids. No clock, no I/O.</summary>
public sealed class ChannelTail
{
    /// <summary>Most bytes of payload in one page; a page holds at least one event all the same.</summary>
    public const long MaxPageBytes = 4L << 20;

    private readonly EventIdWindow _ids = new();

    /// <summary>A tail that holds no events yet.</summary>
    /// <param name="epoch">The life of the log, never empty.</param>
    /// <param name="nextSeq">Number of the first event that will be added, at least 1.</param>
    /// <param name="retention">What is kept in memory.</param>
    public ChannelTail(string epoch, long nextSeq, ChannelRetention retention)
    {
        ArgumentException.ThrowIfNullOrEmpty(epoch);
        Epoch = epoch;
        Ring = new ChannelRing(retention, nextSeq);
    }

    /// <summary>The life of the log.</summary>
    public string Epoch { get; }

    /// <summary>The newest events.</summary>
    public ChannelRing Ring { get; }

    /// <summary>The position of the newest event.</summary>
    public ChannelPosition Head => new(Epoch, Ring.LastSeq);

    /// <summary>Starts to number drafts after the head.</summary>
    public EventNumbering Number() => new(_ids, Ring.LastSeq);

    /// <summary>Makes events part of the channel.</summary>
    /// <param name="events">Consecutive events after the head.</param>
    /// <param name="nowUs">Unix time in microseconds.</param>
    public void Commit(ImmutableArray<ChannelEvent> events, long nowUs)
    {
        foreach (var channelEvent in events)
        {
            Ring.Add(channelEvent, nowUs);
            _ids.Add(channelEvent.Draft.Id, channelEvent.Seq);
        }
    }

    /// <summary>Where a position lies.</summary>
    public PositionStanding StandingOf(ChannelPosition position) => position switch
    {
        { Seq: < 0 } => PositionStanding.OtherEpoch,
        _ when !string.Equals(position.Epoch, Epoch, StringComparison.Ordinal) => PositionStanding.OtherEpoch,
        _ when position.Seq > Ring.LastSeq => PositionStanding.Ahead,
        _ when Ring.ReachesBackTo(position.Seq) => PositionStanding.InMemory,
        _ => PositionStanding.Older,
    };

    /// <summary>The events after a number that <see cref="PositionStanding.InMemory"/> holds for.</summary>
    public ChannelPage PageAfter(long afterSeq, int limit) =>
        Recovered(Ring.After(afterSeq, limit, MaxPageBytes), afterSeq);

    /// <summary>A page of events that were read after a position.</summary>
    /// <param name="events">Consecutive events after it.</param>
    /// <param name="afterSeq">The position.</param>
    public ChannelPage Recovered(ImmutableArray<ChannelEvent> events, long afterSeq) =>
        new(Epoch, Ring.LastSeq, Recovered: true, events, (events.IsEmpty ? afterSeq : events[^1].Seq) < Ring.LastSeq);

    /// <summary>Says that the channel does not continue after the position asked for.</summary>
    public ChannelPage NotRecovered() => new(Epoch, Ring.LastSeq, Recovered: false, [], HasMore: false);

    /// <summary>The newest events in memory before a number.</summary>
    public ChannelPage PageBefore(long beforeSeq, int limit)
    {
        var events = Ring.Before(beforeSeq, limit, MaxPageBytes);
        return new(Epoch, Ring.LastSeq, Recovered: true, events, !events.IsEmpty && events[0].Seq > Ring.FirstSeq);
    }
}
