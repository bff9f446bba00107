using System.Collections.Immutable;
using Iskra.Channels;

namespace Iskra.Silo.Storage.Memory;

/// <summary>The log of the channels without a database: it keeps the newest events, and nothing lasts longer than the process.</summary>
/// <param name="epochs">Makes the epochs, new ones in every process.</param>
public sealed class MemoryEventLog(IEpochSource epochs) : IEventLog
{
    /// <summary>Most events kept of one channel; older ones are forgotten.</summary>
    public const int MaxEvents = 10_000;

    /// <summary>Most channels; over it a new one is refused.</summary>
    public const int MaxChannels = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, MemoryChannel> _channels = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<ChannelPosition> OpenAsync(string channel, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_channels.TryGetValue(channel, out var log))
            {
                if (_channels.Count >= MaxChannels)
                {
                    return Task.FromException<ChannelPosition>(new StoreUnavailableException(
                        $"The memory store holds {MaxChannels} channels and takes no more; run with PostgreSQL."));
                }

                log = new MemoryChannel(epochs.Next());
                _channels.Add(channel, log);
            }

            return Task.FromResult(log.Head);
        }
    }

    /// <inheritdoc/>
    public Task<bool> AppendAsync(
        string channel, ChannelPosition head, ImmutableArray<ChannelEvent> events, CancellationToken cancellationToken)
    {
        StorageLimits.CheckAppend(head, events);
        lock (_lock)
        {
            var fits = _channels.TryGetValue(channel, out var log) && log.Head == head;
            if (fits)
            {
                log!.Append(events);
            }

            return Task.FromResult(fits);
        }
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<ChannelEvent>> ReadAfterAsync(
        string channel, string epoch, long afterSeq, int limit, CancellationToken cancellationToken)
    {
        StorageLimits.CheckEvents(limit);
        lock (_lock)
        {
            return Task.FromResult(Find(channel, epoch)?.After(afterSeq, limit) ?? []);
        }
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<ChannelEvent>> ReadBeforeAsync(
        string channel, string epoch, long beforeSeq, int limit, CancellationToken cancellationToken)
    {
        StorageLimits.CheckEvents(limit);
        lock (_lock)
        {
            return Task.FromResult(Find(channel, epoch)?.Before(beforeSeq, limit) ?? []);
        }
    }

    private MemoryChannel? Find(string channel, string epoch) =>
        _channels.TryGetValue(channel, out var log) && log.Head.Epoch == epoch ? log : null;
}
