using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Iskra.Channels;
using Iskra.Gateway.Observability;

namespace Iskra.Gateway.Fanout;

/// <summary>The channels that this gateway follows: one hub, one receiver and one lease for each, whatever the number of subscribers.</summary>
public sealed class ChannelHubs : IAsyncDisposable
{
    /// <summary>How often the hubs are looked after.</summary>
    public static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, ChannelHub> _hubs = new(StringComparer.Ordinal);
    private readonly IChannelSource _source;
    private readonly TimeProvider _time;
    private readonly ILogger<ChannelHub> _log;
    private readonly RealtimeMetrics? _metrics;
    private readonly ITimer _timer;

    /// <summary>No hubs yet.</summary>
    public ChannelHubs(IChannelSource source, TimeProvider time, ILogger<ChannelHub> log, RealtimeMetrics? metrics = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        _source = source;
        _time = time;
        _log = log;
        _metrics = metrics;
        _timer = time.CreateTimer(static state => ((ChannelHubs)state!).Tick(), this, TickInterval, TickInterval);
    }

    /// <summary>How many channels are followed.</summary>
    public int Count => _hubs.Count;

    /// <summary>All of them.</summary>
    public IEnumerable<ChannelHub> All => _hubs.Select(static item => item.Value);

    /// <summary>Adds a subscriber to a channel.</summary>
    /// <param name="channel">A valid name.</param>
    /// <param name="subscriber">The subscriber.</param>
    /// <param name="from">What it has seen; null to start now.</param>
    /// <param name="cancellationToken">Ends the join.</param>
    /// <exception cref="RefusedException">The cluster cannot be reached.</exception>
    public async Task<JoinResult> JoinAsync(string channel, ISubscriber subscriber, ChannelPosition? from, CancellationToken cancellationToken)
    {
        var hub = Hold(channel);
        try
        {
            await StartAsync(hub).WaitAsync(cancellationToken);
            return await hub.JoinAsync(subscriber, from, cancellationToken);
        }
        finally
        {
            hub.Release();
        }
    }

    /// <summary>Takes a subscriber off a channel.</summary>
    public void Leave(string channel, ISubscriber subscriber)
    {
        if (_hubs.TryGetValue(channel, out var hub))
        {
            hub.Leave(subscriber);
        }
    }

    /// <summary>The hub of a channel, when there is one.</summary>
    public bool TryGet(string channel, [NotNullWhen(true)] out ChannelHub? hub) => _hubs.TryGetValue(channel, out hub);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await Task.WhenAll(_hubs.Values.Select(hub =>
        {
            hub.TryRetire(force: true);
            return EndAsync(hub);
        }));
    }

    private ChannelHub Hold(string channel)
    {
        while (true)
        {
            var hub = _hubs.GetOrAdd(channel, static (name, self) => new ChannelHub(name, self._source, self._time, self._metrics, self._log), this);
            if (hub.TryHold())
            {
                return hub;
            }

            _hubs.TryRemove(KeyValuePair.Create(channel, hub));
        }
    }

    private async Task StartAsync(ChannelHub hub)
    {
        try
        {
            await hub.StartAsync();
        }
        catch
        {
            // The next one who joins starts afresh.
            if (_hubs.TryRemove(KeyValuePair.Create(hub.Channel, hub)))
            {
                hub.TryRetire(force: true);
                _ = hub.StopAsync();
            }

            throw;
        }
    }

    private void Tick()
    {
        foreach (var hub in _hubs.Values)
        {
            _ = hub.TryRetire() ? EndAsync(hub) : hub.RenewAsync();
        }
    }

    private Task EndAsync(ChannelHub hub)
    {
        _hubs.TryRemove(KeyValuePair.Create(hub.Channel, hub));
        return hub.StopAsync();
    }
}
