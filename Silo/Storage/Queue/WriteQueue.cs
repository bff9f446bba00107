using System.Threading.Channels;

namespace Iskra.Silo.Storage.Queue;

/// <summary>
/// Group commit: writes that arrive while others are on their way are written together by the next writer that is free, in
/// the order of their arrival. Nothing waits for company: an idle queue writes a single item at once. A write that was
/// refused – too many wait, or it waited too long – is never written afterwards.
/// </summary>
/// <typeparam name="TItem">What is written.</typeparam>
/// <typeparam name="TResult">What became of one item.</typeparam>
public sealed class WriteQueue<TItem, TResult> : IAsyncDisposable
{
    private readonly WriteQueueOptions _options;
    private readonly Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> _write;
    private readonly TimeProvider _time;
    private readonly Channel<PendingWrite<TItem, TResult>> _waiting;
    private readonly Lock _taking = new();
    private readonly Task _writers;
    private int _waitingWeight;

    /// <summary>Starts a queue.</summary>
    /// <param name="options">Its bounds.</param>
    /// <param name="write">
    /// Writes a batch, whole or not at all, and answers with one result an item. When the store is away every item of the batch
    /// fails; after any other exception each item is tried alone, so that only the one at fault fails.
    /// </param>
    /// <param name="time">The clock.</param>
    public WriteQueue(WriteQueueOptions options, Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> write, TimeProvider time)
    {
        _options = options;
        _write = write;
        _time = time;
        _waiting = Channel.CreateBounded<PendingWrite<TItem, TResult>>(options.MaxWaiting);

        // Off the scheduler of whoever makes the queue, which may be that of a grain.
        _writers = Task.WhenAll(Enumerable.Range(0, options.Writers).Select(_ => Task.Run(RunAsync)));
    }

    /// <summary>Weight that waits now.</summary>
    public int WaitingWeight => Volatile.Read(ref _waitingWeight);

    /// <summary>Queues a write and waits for what becomes of it.</summary>
    /// <param name="item">What to write.</param>
    /// <param name="weight">How heavy it is, at least 1.</param>
    /// <param name="cancellationToken">Gives up: a write that still waits is withdrawn, one on its way may happen all the same.</param>
    /// <exception cref="StoreUnavailableException">Too much waits, or the write waited too long; it will not be written.</exception>
    public async Task<TResult> WriteAsync(TItem item, int weight, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(weight);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weight, _options.MaxBatch);
        cancellationToken.ThrowIfCancellationRequested();
        var pending = new PendingWrite<TItem, TResult>(item, weight);
        Enqueue(pending);
        try
        {
            return await pending.Outcome.WaitAsync(_options.Timeout, _time, cancellationToken);
        }
        catch (TimeoutException) when (TryWithdraw(pending))
        {
            throw new StoreUnavailableException(
                $"The store is behind: the {_options.Name} waited {_options.Timeout.TotalMilliseconds:0} ms and were not written.");
        }
        catch (TimeoutException)
        {
            // Taken before its time was up: what becomes of it is bounded by the timeouts of the database.
            return await pending.Outcome.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            TryWithdraw(pending);
            throw;
        }
    }

    /// <summary>Takes no more writes and waits until those that wait have been tried.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writers;
    }

    private void Enqueue(PendingWrite<TItem, TResult> pending)
    {
        if (Interlocked.Add(ref _waitingWeight, pending.Weight) > _options.MaxWaiting || !_waiting.Writer.TryWrite(pending))
        {
            Interlocked.Add(ref _waitingWeight, -pending.Weight);
            throw new StoreUnavailableException(
                $"The store is behind: {_options.MaxWaiting} {_options.Name} may wait and there is no room for {pending.Weight} more.");
        }
    }

    private bool TryWithdraw(PendingWrite<TItem, TResult> pending)
    {
        if (!pending.TryWithdraw())
        {
            return false;
        }

        Interlocked.Add(ref _waitingWeight, -pending.Weight);
        return true;
    }

    private async Task RunAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var batch = TakeBatch();
            if (batch.Count > 0)
            {
                await WriteBatchAsync(batch);
            }
        }
    }

    private List<PendingWrite<TItem, TResult>> TakeBatch()
    {
        var batch = new List<PendingWrite<TItem, TResult>>();
        var weight = 0;
        lock (_taking)
        {
            while (_waiting.Reader.TryPeek(out var next) && weight + next.Weight <= _options.MaxBatch && _waiting.Reader.TryRead(out next))
            {
                if (next.TryTake())
                {
                    Interlocked.Add(ref _waitingWeight, -next.Weight);
                    weight += next.Weight;
                    batch.Add(next);
                }
            }
        }

        return batch;
    }

    private async Task WriteBatchAsync(List<PendingWrite<TItem, TResult>> batch)
    {
        try
        {
            var results = await _write(batch.ConvertAll(pending => pending.Item));
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Succeed(results[i]);
            }
        }
        catch (Exception exception) when (exception is StoreUnavailableException || batch.Count == 1)
        {
            // Each caller gets the failure; the writer goes on with the next batch.
            foreach (var pending in batch)
            {
                pending.Fail(exception is StoreUnavailableException ? new StoreUnavailableException(exception.Message, exception) : exception);
            }
        }
#pragma warning disable CA1031 // Whatever is wrong with one item, the others are not to suffer for it.
        catch (Exception)
#pragma warning restore CA1031
        {
            foreach (var pending in batch)
            {
                await WriteBatchAsync([pending]);
            }
        }
    }
}
