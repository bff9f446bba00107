namespace Iskra.Bench.Delivery;

/// <summary>Measures the ways from a channel grain to the gateways, one after the other in one run.</summary>
internal static class DeliveryBench
{
    private static readonly TimeSpan IdleSpan = TimeSpan.FromSeconds(10);

    /// <param name="postgres">A database with the tables of the AdoNet streaming provider; null leaves that provider out.</param>
    internal static async Task<int> RunAsync(string? postgres)
    {
        Console.WriteLine("| way | one channel, 20/s: p50 / p99 | 200 channels, 1,000/s: p50 / p99 | CPU per delivery | idle | missing |\n|---|---|---|---|---|---|");
        List<Func<IDeliveryCandidate>> candidates =
        [
            static () => new DirectCandidate(),
            static () => StreamCandidate.Memory(2, 10),
            static () => StreamCandidate.Memory(8, 1),
            static () => StreamCandidate.Memory(8, 100),
            static () => new BroadcastCandidate(),
        ];
        if (postgres is not null) candidates.Add(() => StreamCandidate.AdoNet(postgres, 8, 10));
        foreach (var candidate in candidates) await MeasureAsync(candidate());
        return 0;
    }

    private static async Task MeasureAsync(IDeliveryCandidate candidate)
    {
        await using var cluster = await DeliveryCluster.StartAsync(candidate);
        await using var ending = candidate as IAsyncDisposable;
        var one = await new DeliveryLoad(Channels: 1, EventsPerSecond: 20, Seconds: 15).RunAsync(candidate, cluster);
        var many = await new DeliveryLoad(Channels: 200, EventsPerSecond: 1_000, Seconds: 15).RunAsync(candidate, cluster);
        await Task.Delay(TimeSpan.FromSeconds(2));
        var before = Environment.CpuUsage.TotalTime.TotalSeconds;
        await Task.Delay(IdleSpan);
        var idle = (Environment.CpuUsage.TotalTime.TotalSeconds - before) / IdleSpan.TotalSeconds;
        Console.WriteLine(
            $"| {candidate.Name} | {one.P50Ms:F1} / {one.P99Ms:F1} ms | {many.P50Ms:F1} / {many.P99Ms:F1} ms | {many.CpuPerDeliveryUs:F0} µs | {idle:P1} | {one.Missing + many.Missing} |");
    }
}
