using Iskra.Bench.Measure;
using Iskra.Channels;

namespace Iskra.Bench.Delivery;

/// <summary>Publishes on channels in turn and notes when the events are at the gateways.</summary>
/// <param name="Channels">How many channels.</param>
/// <param name="EventsPerSecond">How many events in all.</param>
/// <param name="Seconds">For how long, after a warm-up.</param>
internal sealed record DeliveryLoad(int Channels, int EventsPerSecond, int Seconds)
{
    private const int TicksPerSecond = 100;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly byte[] Data = "{\"fill\":\"".Select(c => (byte)c).Concat(Enumerable.Repeat((byte)'x', 189)).Concat("\"}"u8.ToArray()).ToArray();

    private readonly Lock _lock = new();
    private LatencyHistogram _latency = new();

    internal async Task<DeliveryResult> RunAsync(IDeliveryCandidate candidate, DeliveryCluster cluster)
    {
        var names = Enumerable.Range(0, Channels).Select(i => $"room/{Channels}-{i}").ToArray();
        var gateways = cluster.Clients;
        for (var g = 0; g < gateways.Count; g++)
        {
            foreach (var name in names) await candidate.FollowAsync(gateways[g], $"g{g}", name, Note);
        }

        await PublishAsync(candidate, gateways[0], names, WarmUp);
        await Task.Delay(TimeSpan.FromSeconds(1));
        lock (_lock) _latency = new LatencyHistogram();

        var before = Environment.CpuUsage.TotalTime.TotalSeconds;
        var published = await PublishAsync(candidate, gateways[0], names, TimeSpan.FromSeconds(Seconds));
        var cpu = Environment.CpuUsage.TotalTime.TotalSeconds - before;
        var missing = await MissingAsync(published * gateways.Count);
        return new DeliveryResult(_latency.PercentileMs(50), _latency.PercentileMs(99), cpu * 1e6 / (published * gateways.Count), missing);
    }

    private void Note(ChannelBatch batch)
    {
        var nowUs = UnixClock.NowUs;
        lock (_lock)
        {
            foreach (var item in batch.Events) _latency.Add(nowUs - item.AcceptedUs);
        }
    }

    private async Task<int> PublishAsync(IDeliveryCandidate candidate, IClusterClient gateway, string[] channels, TimeSpan span)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / TicksPerSecond));
        var count = (int)(EventsPerSecond * span.TotalSeconds);
        var ticks = 0;
        for (var sent = 0; sent < count;)
        {
            await timer.WaitForNextTickAsync();
            for (var due = ++ticks * (long)EventsPerSecond / TicksPerSecond; sent < due && sent < count; sent++)
            {
                _ = candidate.PublishAsync(gateway, channels[sent % channels.Length], new EventDraft(Guid.NewGuid().ToString("n"), "message", 0, "bench", Data));
            }
        }

        return count;
    }

    private async Task<long> MissingAsync(long expected)
    {
        var until = TimeProvider.System.GetUtcNow() + Patience;
        while (true)
        {
            lock (_lock)
            {
                if (_latency.Count >= expected || TimeProvider.System.GetUtcNow() > until) return expected - _latency.Count;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}
