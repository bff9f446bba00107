using System.Diagnostics;
using Iskra.Bench.Load;
using Iskra.Bench.Peers;

namespace Iskra.Bench.Cases;

/// <summary>As fast as it goes with a few events on the way: the next is sent when one has reached everybody.</summary>
/// <param name="Subscribers">How many receive every event.</param>
/// <param name="InFlight">Events on the way at once.</param>
/// <param name="Bytes">Size of the data of an event.</param>
/// <param name="Seconds">How long is measured, after a warm-up.</param>
internal sealed record ClosedLoopCase(int Subscribers = 1_000, int InFlight = 8, int Bytes = 200, int Seconds = 10)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    internal async Task<ClosedLoopResult> RunAsync(IPeer peer)
    {
        await using var server = await peer.StartAsync();
        await using var subscribers = await Load.Subscribers.ConnectAsync(peer, server, Subscribers, subscribe: true);
        await using var publisher = await peer.ConnectPublisherAsync(server);
        using var stop = new CancellationTokenSource();
        var reading = publisher.RunAsync(stop.Token);
        await Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None);

        var fill = new string('x', Bytes);
        using var window = new Window(Subscribers, InFlight);
        foreach (var client in subscribers.Clients)
        {
            client.Arrived = window.Arrived;
        }

        var (measuredFrom, deliveredBefore, cpuBefore) = (TimeSpan.Zero, 0L, 0.0);
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(Seconds + 2))
        {
            if (measuredFrom == TimeSpan.Zero && clock.Elapsed > TimeSpan.FromSeconds(2))
            {
                (measuredFrom, deliveredBefore, cpuBefore) = (clock.Elapsed, subscribers.Events, server.Usage.CpuSeconds);
            }

            await window.RoomAsync().WaitAsync(Bound);
            await publisher.SendAsync(peer.Publish(RawClient.NowUs, fill));
        }

        var delivered = subscribers.Events - deliveredBefore;
        var seconds = (clock.Elapsed - measuredFrom).TotalSeconds;
        var cpu = server.Usage.CpuSeconds - cpuBefore;
        await stop.CancelAsync();
        await reading;
        return new ClosedLoopResult(peer.Name, delivered / seconds, cpu * 1e6 / delivered);
    }

    private sealed class Window(int subscribers, int inFlight) : IDisposable
    {
        private readonly SemaphoreSlim _room = new(inFlight, inFlight);
        private long _arrived;

        public void Dispose() => _room.Dispose();

        internal Task RoomAsync() => _room.WaitAsync();

        internal void Arrived(RawClient client)
        {
            // All must have had an event before it leaves the window; counting arrivals is enough, since each has its share.
            if (Interlocked.Increment(ref _arrived) % subscribers == 0)
            {
                _room.Release();
            }
        }
    }
}
