using Iskra.Channels;

namespace Iskra.Tests.Grains.Channels;

/// <summary>Collects what a channel delivers, as it comes.</summary>
public sealed class Follower : IChannelReceiver
{
    private readonly Lock _lock = new();
    private readonly List<ChannelBatch> _batches = [];
    private int _moves;

    /// <summary>What each delivery goes through: a test can hold it up, or throw.</summary>
    public Func<Task> Before { get; set; } = static () => Task.CompletedTask;

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

    /// <summary>How often it was told that the channel leaves.</summary>
    public int Moves => Volatile.Read(ref _moves);

    public async Task Deliver(ChannelBatch batch)
    {
        lock (_lock)
        {
            _batches.Add(batch);
        }

        await Before();
    }

    public Task Moved()
    {
        Interlocked.Increment(ref _moves);
        return Task.CompletedTask;
    }
}
