namespace Iskra.Silo.Storage.Queue;

/// <summary>One write in a queue: it is either taken by a writer or withdrawn by its caller, never both.</summary>
internal sealed class PendingWrite<TItem, TResult>(TItem item, int weight)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Withdrawn = 2;

    private readonly TaskCompletionSource<TResult> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state = Waiting;
    private TItem? _item = item;

    /// <summary>What to write; only for who has taken it.</summary>
    public TItem Item => _item!;

    public int Weight => weight;

    public Task<TResult> Outcome => _outcome.Task;

    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>Gives the write up. It stays in the queue until a writer passes it, without what it was to write.</summary>
    public bool TryWithdraw()
    {
        var isWithdrawn = Interlocked.CompareExchange(ref _state, Withdrawn, Waiting) == Waiting;
        if (isWithdrawn)
        {
            _item = default;
        }

        return isWithdrawn;
    }

    public void Succeed(TResult result) => _outcome.TrySetResult(result);

    public void Fail(Exception exception) => _outcome.TrySetException(exception);
}
