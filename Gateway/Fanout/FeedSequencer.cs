using Iskra.Channels;

namespace Iskra.Gateway.Fanout;

/// <summary>
/// Turns what is delivered – lost, doubled and reordered as it may be – into the events that follow one another, and says
/// when the log has to be read. Pure: no clock, no I/O, no lock.
/// </summary>
public sealed class FeedSequencer
{
    /// <summary>Most events that wait while a gap is filled. Beyond that they are dropped and the log is read again.</summary>
    public const int MaxWaitingEvents = 4_096;

    /// <summary>Most events that are delivered together.</summary>
    public const int MaxTakenEvents = 128;

    /// <summary>How often a gap that the log does not know is looked up before what came after it is dropped: the log is the truth.</summary>
    public const int MaxFruitlessFills = 5;

    private readonly Queue<ChannelBatch> _waiting = new();
    private int _waitingEvents;
    private int _fruitlessFills;
    private string? _formerEpoch;
    private ChannelPosition? _expected;

    /// <summary>Everything up to here was taken.</summary>
    public ChannelPosition Position { get; private set; }

    /// <summary>Whether <see cref="StartAt"/> was called.</summary>
    public bool IsStarted => Position.Epoch is not null;

    /// <summary>How many events wait.</summary>
    public int WaitingEvents => _waitingEvents;

    /// <summary>Goes on from a position, at the start or when the log has started over.</summary>
    public void StartAt(ChannelPosition position)
    {
        if (IsStarted && Position.Epoch != position.Epoch)
        {
            _formerEpoch = Position.Epoch;
        }

        Position = position;
        _fruitlessFills = 0;
    }

    /// <summary>Takes what was delivered.</summary>
    public void Offer(ChannelBatch batch)
    {
        if (batch.Events.IsDefaultOrEmpty || batch.Epoch == _formerEpoch)
        {
            return;
        }

        if (_waitingEvents + batch.Events.Length > MaxWaitingEvents)
        {
            _waiting.Clear();
            _waitingEvents = 0;
            _expected = new ChannelPosition(batch.Epoch, batch.Events[^1].Seq);
            return;
        }

        _waiting.Enqueue(batch);
        _waitingEvents += batch.Events.Length;
    }

    /// <summary>Takes the word of the channel that its log reaches to <paramref name="head"/>.</summary>
    /// <returns>Whether something is missing.</returns>
    public bool Expect(ChannelPosition head)
    {
        if (head.Epoch == Position.Epoch && head.Seq <= Position.Seq)
        {
            return false;
        }

        _expected = head;
        return true;
    }

    /// <summary>Decides what to do next. For <see cref="FeedStep.Deliver"/> the position has moved on.</summary>
    /// <param name="taken">Receives the events to deliver.</param>
    public FeedStep Next(List<ChannelEvent> taken)
    {
        taken.Clear();
        while (taken.Count < MaxTakenEvents && _waiting.TryPeek(out var batch))
        {
            if (batch.Epoch != Position.Epoch)
            {
                return taken.Count > 0 ? FeedStep.Deliver : FeedStep.CheckEpoch;
            }

            if (batch.Events[0].Seq > Position.Seq + 1)
            {
                return taken.Count > 0 ? FeedStep.Deliver : FeedStep.Fill;
            }

            TakeFrom(batch, taken);
        }

        return taken.Count > 0 ? FeedStep.Deliver : NextExpected();
    }

    /// <summary>Moves on after events that were read from the log.</summary>
    public void Advance(long seq)
    {
        Position = Position with { Seq = Math.Max(Position.Seq, seq) };
        _fruitlessFills = 0;
    }

    /// <summary>The log holds nothing after the position.</summary>
    public void NothingMissing()
    {
        if (_waiting.Count == 0 || ++_fruitlessFills >= MaxFruitlessFills)
        {
            _expected = null;
            DropWaiting();
        }
    }

    /// <summary>What came of another epoch was late: the log has not started over.</summary>
    public void DropStale()
    {
        if (_expected?.Epoch != Position.Epoch)
        {
            _expected = null;
        }

        while (_waiting.TryPeek(out var batch) && batch.Epoch != Position.Epoch)
        {
            _formerEpoch = batch.Epoch;
            DropWaiting();
        }
    }

    private void DropWaiting()
    {
        if (_waiting.TryDequeue(out var dropped))
        {
            _waitingEvents -= dropped.Events.Length;
        }

        _fruitlessFills = 0;
    }

    private void TakeFrom(ChannelBatch batch, List<ChannelEvent> taken)
    {
        foreach (var item in batch.Events)
        {
            if (item.Seq == Position.Seq + 1)
            {
                taken.Add(item);
                Position = Position with { Seq = item.Seq };
            }
        }

        DropWaiting();
    }

    private FeedStep NextExpected()
    {
        if (_expected is not { } expected)
        {
            return FeedStep.Idle;
        }

        if (expected.Epoch != Position.Epoch)
        {
            return FeedStep.CheckEpoch;
        }

        if (expected.Seq > Position.Seq)
        {
            return FeedStep.Fill;
        }

        _expected = null;
        return FeedStep.Idle;
    }
}
