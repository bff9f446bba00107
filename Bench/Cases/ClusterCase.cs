using System.Text;
using Iskra.Bench.Load;
using Iskra.Bench.Measure;
using Iskra.Bench.Peers;

namespace Iskra.Bench.Cases;

/// <summary>A cluster that runs already: subscribers spread over its gateways, one publisher at the first of them.</summary>
/// <param name="Ports">Main ports of the gateways on this machine.</param>
/// <param name="SigningKey">Signing key of the gateways.</param>
internal sealed record ClusterCase(int[] Ports, string SigningKey)
{
    private const int Subscribers = 1_000;
    private const int EventsPerSecond = 20;
    private const int WarmUpEvents = 300;
    private const int Seconds = 20;
    private const int ConnectsAtOnce = 32;
    private static readonly TimeSpan DrainBound = TimeSpan.FromSeconds(20);
    private static readonly string Fill = new('x', 170);

    /// <summary>Measures channels in memory and channels with a log.</summary>
    internal async Task<int> RunAsync()
    {
        Console.WriteLine("| channel | p50 / p99 acceptance to socket | p50 / p99 publisher's send to subscriber's receive | delivered | complete |\n|---|---|---|---|---|");
        var complete = await RunAsync("room/bench");
        return await RunAsync("log/bench") && complete ? 0 : 1;
    }

    private async Task<bool> RunAsync(string channel)
    {
        using var stop = new CancellationTokenSource();
        var clients = await ConnectAsync(channel);
        var reading = clients.Select(client => client.RunAsync(stop.Token)).ToList();
        await using var publisher = await RawClient.ConnectAsync(Ports[0], "/ws/dashboard?token=" + BenchToken.Of(SigningKey));
        reading.Add(publisher.RunAsync(stop.Token));
        await Task.Delay(TimeSpan.FromSeconds(3), CancellationToken.None);

        await PublishAsync(publisher, channel, WarmUpEvents);
        await UntilEachHasAsync(clients, WarmUpEvents);
        var warm = clients.Select(client => client.Latency.Count).ToArray();
        foreach (var client in clients) client.StartMeasuring();
        var before = await Task.WhenAll(Ports.Select(ServerLatency.ReadAsync));
        await PublishAsync(publisher, channel, EventsPerSecond * Seconds);
        var complete = await UntilEachHasAsync(clients, WarmUpEvents + (EventsPerSecond * Seconds));
        var after = await Task.WhenAll(Ports.Select(ServerLatency.ReadAsync));
        await stop.CancelAsync();
        await Task.WhenAll(reading);
        var perGateway = Ports.Select((_, gateway) => Latency(clients.Where((_, i) => i % Ports.Length == gateway)));
        var delivered = clients.Sum(client => client.Events) - warm.Sum();
        var perServer = after.Zip(before, (now, then) => now.Since(then));
        Console.Write($"| {channel} | {string.Join(", ", perServer.Select(l => $"{l.PercentileMs(50):F1} / {l.PercentileMs(99):F1} ms"))} ");
        Console.WriteLine($"| {string.Join(", ", perGateway.Select(l => $"{l.PercentileMs(50):F1} / {l.PercentileMs(99):F1} ms"))} | {delivered} | {(complete ? "yes" : "NO")} |");
        foreach (var client in clients) await client.DisposeAsync();
        return complete;
    }

    private static LatencyHistogram Latency(IEnumerable<RawClient> clients)
    {
        var sum = new LatencyHistogram();
        foreach (var client in clients) sum.Merge(client.Latency);
        return sum;
    }

    private async Task<List<RawClient>> ConnectAsync(string channel)
    {
        var clients = new List<RawClient>();
        var subscribe = Encoding.UTF8.GetBytes($$"""{"type":"subscribe","channels":["{{channel}}"]}""");
        while (clients.Count < Subscribers)
        {
            var first = clients.Count;
            var batch = Enumerable.Range(first, Math.Min(ConnectsAtOnce, Subscribers - first));
            clients.AddRange(await Task.WhenAll(batch.Select(i => RawClient.ConnectAsync(Ports[i % Ports.Length], "/ws/dashboard"))));
            foreach (var client in clients.Skip(first)) await client.SendAsync(subscribe);
        }

        return clients;
    }

    private static async Task PublishAsync(RawClient publisher, string channel, int count)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / EventsPerSecond));
        for (var i = 0; i < count; i++)
        {
            await timer.WaitForNextTickAsync();
            await publisher.SendAsync(Encoding.UTF8.GetBytes(
                $$"""{"type":"publish","channel":"{{channel}}","data":{"t":{{RawClient.NowUs}},"fill":"{{Fill}}"} }"""));
        }
    }

    private static async Task<bool> UntilEachHasAsync(List<RawClient> clients, long events)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var until = TimeProvider.System.GetUtcNow() + DrainBound; clients.Exists(client => client.Events < events);)
        {
            if (TimeProvider.System.GetUtcNow() > until) return false;
            await timer.WaitForNextTickAsync();
        }

        return true;
    }
}
