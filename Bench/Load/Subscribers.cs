using System.Diagnostics;
using Iskra.Bench.Measure;
using Iskra.Bench.Peers;

namespace Iskra.Bench.Load;

/// <summary>Many clients of one server.</summary>
internal sealed class Subscribers : IAsyncDisposable
{
    private const int ConnectsAtOnce = 64;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<RawClient> _clients = [];
    private readonly List<Task> _running = [];

    internal IReadOnlyList<RawClient> Clients => _clients;

    /// <summary>How long it took until all were connected.</summary>
    internal TimeSpan Connected { get; private set; }

    /// <summary>How long each connect took.</summary>
    internal LatencyHistogram Connects { get; } = new();

    internal long Events => _clients.Sum(client => client.Events);

    internal static async Task<Subscribers> ConnectAsync(IPeer peer, PeerServer server, int count, bool subscribe)
    {
        var all = new Subscribers();
        var clock = Stopwatch.StartNew();
        for (var done = 0; done < count; done += ConnectsAtOnce)
        {
            var batch = Enumerable.Range(0, Math.Min(ConnectsAtOnce, count - done)).Select(_ => ConnectOneAsync(peer, server));
            foreach (var (client, took) in await Task.WhenAll(batch))
            {
                all._clients.Add(client);
                all.Connects.Add(took.TotalMicroseconds);
            }
        }

        all.Connected = clock.Elapsed;
        foreach (var client in all._clients)
        {
            all._running.Add(client.RunAsync(all._stop.Token));
            if (subscribe)
            {
                await peer.SubscribeAsync(client);
            }
        }

        return all;
    }

    internal LatencyHistogram Latency()
    {
        var sum = new LatencyHistogram();
        foreach (var client in _clients)
        {
            sum.Merge(client.Latency);
        }

        return sum;
    }

    /// <summary>Waits until every client has had so many events.</summary>
    internal async Task<bool> UntilEachHasAsync(long events, TimeSpan bound)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var clock = Stopwatch.StartNew();
        while (_clients.Exists(client => client.Events < events))
        {
            if (clock.Elapsed > bound)
            {
                return false;
            }

            await timer.WaitForNextTickAsync();
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        _stop.Dispose();
    }

    private static async Task<(RawClient Client, TimeSpan Took)> ConnectOneAsync(IPeer peer, PeerServer server)
    {
        var clock = Stopwatch.StartNew();
        var client = await peer.ConnectAsync(server);
        return (client, clock.Elapsed);
    }
}
