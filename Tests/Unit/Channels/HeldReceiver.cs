using Iskra.Channels;

namespace Iskra.Tests.Unit.Channels;

/// <summary>A gateway that answers when the test says so.</summary>
internal sealed class HeldReceiver : IChannelReceiver
{
    private TaskCompletionSource _answer = new();

    public List<ChannelBatch> Batches { get; } = [];

    public int Moves { get; private set; }

    public IEnumerable<long> Seqs => Batches.SelectMany(batch => batch.Events).Select(e => e.Seq);

    public Task Deliver(ChannelBatch batch)
    {
        Batches.Add(batch);
        return _answer.Task;
    }

    public Task Moved()
    {
        Moves++;
        return Task.CompletedTask;
    }

    /// <summary>Answers the batch that is under way; the next one is held again. What follows from it has happened on return.</summary>
    public void Answer() => Next().SetResult();

    /// <summary>The same, with a failure.</summary>
    public void Fail() => Next().SetException(new InvalidOperationException("The gateway is gone."));

    private TaskCompletionSource Next()
    {
        var answered = _answer;
        _answer = new TaskCompletionSource();
        return answered;
    }
}
