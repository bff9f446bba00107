using Iskra.Channels;
using Orleans.Streams;

namespace Iskra.Tests.Grains.Channels;

/// <summary>Collects what the stream of a channel brings, as it comes.</summary>
public sealed class Follower : IAsyncObserver<ChannelBatch>
{
    private readonly Lock _lock = new();
    private readonly List<ChannelBatch> _batches = [];

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

    public Task OnNextAsync(ChannelBatch item, StreamSequenceToken? token = null)
    {
        lock (_lock)
        {
            _batches.Add(item);
        }

        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}
