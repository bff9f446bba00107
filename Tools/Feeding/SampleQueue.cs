namespace Iskra.Tools.Feeding;

/// <summary>
/// Samples on their way to the server, oldest first. They stay here until the server has acknowledged them. When the bound is
/// reached the oldest gives way and is counted. One side adds, one side takes.
/// </summary>
/// <param name="capacity">Most samples kept.</param>
internal sealed class SampleQueue(int capacity)
{
    /// <summary>Bound of the queue while the server is away (protocol section 9).</summary>
    public const int DefaultCapacity = 1_000;

    private readonly Lock _lock = new();
    private readonly Queue<FeedSample> _samples = new();
    private TaskCompletionSource _added = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _removed;

    /// <summary>How many samples wait.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _samples.Count;
            }
        }
    }

    /// <summary>How many samples gave way so far.</summary>
    public long Dropped { get; private set; }

    /// <summary>Adds samples.</summary>
    public void Add(IEnumerable<FeedSample> samples)
    {
        lock (_lock)
        {
            foreach (var sample in samples)
            {
                if (_samples.Count == capacity)
                {
                    _samples.Dequeue();
                    _removed++;
                    Dropped++;
                }

                _samples.Enqueue(sample);
            }

            _added.TrySetResult();
        }
    }

    /// <summary>Waits for samples and reads the oldest ones without removing them.</summary>
    /// <param name="limit">Most samples to read.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The samples, at least one, and what <see cref="Confirm"/> needs to remove them.</returns>
    public async Task<(IReadOnlyList<FeedSample> Samples, long UpTo)> ReadAsync(int limit, CancellationToken cancellation)
    {
        while (true)
        {
            Task added;
            lock (_lock)
            {
                if (_samples.Count > 0)
                {
                    FeedSample[] oldest = [.. _samples.Take(limit)];
                    return (oldest, _removed + oldest.Length);
                }

                if (_added.Task.IsCompleted)
                {
                    _added = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                added = _added.Task;
            }

            await added.WaitAsync(cancellation);
        }
    }

    /// <summary>Removes the samples of a read, apart from those that gave way meanwhile.</summary>
    public void Confirm(long upTo)
    {
        lock (_lock)
        {
            while (_removed < upTo)
            {
                _samples.Dequeue();
                _removed++;
            }
        }
    }
}
