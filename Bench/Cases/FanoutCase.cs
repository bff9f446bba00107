using Iskra.Bench.Load;
using Iskra.Bench.Peers;

namespace Iskra.Bench.Cases;

/// <summary>One publisher, many subscribers, a steady rate: what a delivery costs the server, and how late it is.</summary>
/// <param name="Subscribers">How many receive every event.</param>
/// <param name="EventsPerSecond">How many are published.</param>
/// <param name="Bytes">Size of the data of an event.</param>
/// <param name="Seconds">How long is measured, after a warm-up.</param>
internal sealed record FanoutCase(int Subscribers = 1_000, int EventsPerSecond = 20, int Bytes = 200, int Seconds = 20)
{
    // Long enough for the runtime of every server to have compiled what it runs often.
    private const int WarmUpEvents = 300;
    private static readonly TimeSpan DrainBound = TimeSpan.FromSeconds(20);

    internal async Task<FanoutResult> RunAsync(IPeer peer)
    {
        await using var server = await peer.StartAsync();
        await using var subscribers = await Load.Subscribers.ConnectAsync(peer, server, Subscribers, subscribe: true);
        await using var publisher = await peer.ConnectPublisherAsync(server);
        using var stop = new CancellationTokenSource();
        var reading = publisher.RunAsync(stop.Token);
        await subscribers.UntilEachHasAsync(0, DrainBound);
        await Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None);

        await PublishAsync(peer, publisher, WarmUpEvents);
        await subscribers.UntilEachHasAsync(WarmUpEvents, DrainBound);
        var (before, eventsBefore) = (server.Usage, subscribers.Events);
        var count = EventsPerSecond * Seconds;
        await PublishAsync(peer, publisher, count);
        var complete = await subscribers.UntilEachHasAsync(WarmUpEvents + count, DrainBound);
        var (after, delivered) = (server.Usage, subscribers.Events - eventsBefore);

        await stop.CancelAsync();
        await reading;
        var latency = subscribers.Latency();
        return new FanoutResult(
            peer.Name,
            (after.CpuSeconds - before.CpuSeconds) * 1e6 / delivered,
            latency.PercentileMs(50),
            latency.PercentileMs(99),
            delivered,
            complete && delivered == (long)count * Subscribers);
    }

    private async Task PublishAsync(IPeer peer, RawClient publisher, int count)
    {
        var fill = new string('x', Math.Max(0, Bytes - "{\"t\":1234567890123,\"fill\":\"\"}".Length));
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / EventsPerSecond));
        for (var i = 0; i < count; i++)
        {
            await timer.WaitForNextTickAsync();
            await publisher.SendAsync(peer.Publish(RawClient.NowUs, fill));
        }
    }
}
