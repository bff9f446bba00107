using Iskra.Channels;
using Orleans.Streams;

namespace Iskra.Tests.Grains.Channels;

/// <summary>Collects what the stream of a channel brings, as it comes.</summary>
public sealed class Follower : IAsyncObserver<ChannelBatch>
{
    private readonly Lock _lock = new();
    private readonly List<ChannelBatch> _batches = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];
    private int _count;

    /// <summary>The batches so far.</summary>
    public IReadOnlyList<ChannelBatch> Batches
    {
        get
        {
            lock (_lock)
            {
                return [.. _batches];
            }
        }
    }

    /// <summary>The events so far.</summary>
    public IReadOnlyList<ChannelEvent> Events => [.. Batches.SelectMany(b => b.Events)];

    /// <summary>Completes when so many events have come.</summary>
    public Task ReachAsync(int count)
    {
        lock (_lock)
        {
            if (_count >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((count, reached));
            return reached.Task;
        }
    }

    public Task OnNextAsync(ChannelBatch item, StreamSequenceToken? token = null)
    {
        lock (_lock)
        {
            _batches.Add(item);
            _count += item.Events.Length;
            foreach (var waiter in _waiters.Where(w => w.Count <= _count))
            {
                waiter.Reached.TrySetResult();
            }
        }

        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}
