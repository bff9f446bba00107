using System.Diagnostics;
using System.Globalization;
using System.Text;
using Iskra.Bench.Peers;

namespace Iskra.Bench.Cases;

/// <summary>Durable samples as fast as they are acknowledged: frames of 1,000, a few senders, each waits for its answer.</summary>
/// <param name="Senders">Connections that report.</param>
/// <param name="SamplesPerFrame">Samples in a frame.</param>
/// <param name="Seconds">How long is measured, after a warm-up.</param>
internal sealed record IntakeCase(int Senders = 8, int SamplesPerFrame = 1_000, int Seconds = 10)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    internal async Task<IntakeResult> RunAsync(IskraPeer peer)
    {
        await using var server = await peer.StartAsync();
        using var stop = new CancellationTokenSource();
        var counts = new long[Senders];
        var senders = Enumerable.Range(0, Senders).Select(index => SendAsync(peer, server, index, counts, stop.Token)).ToArray();
        await Task.Delay(WarmUp, CancellationToken.None);
        var (before, cpu, clock) = (counts.Sum(), server.Usage.CpuSeconds, Stopwatch.StartNew());
        await Task.Delay(TimeSpan.FromSeconds(Seconds), CancellationToken.None);
        var (stored, seconds, used) = (counts.Sum() - before, clock.Elapsed.TotalSeconds, server.Usage.CpuSeconds - cpu);
        await stop.CancelAsync();
        await Task.WhenAll(senders);
        return new IntakeResult(stored / seconds, used * 1e6 / stored);
    }

    private async Task SendAsync(IskraPeer peer, PeerServer server, int index, long[] counts, CancellationToken stop)
    {
        await using var client = await peer.ConnectAsync(server);
        using var answered = new SemaphoreSlim(0);
        client.Frame = text =>
        {
            if (text.StartsWith("{\"type\":\"metrics_received\"", StringComparison.Ordinal))
            {
                counts[index] += SamplesPerFrame;
                answered.Release();
            }
        };
        var reading = client.RunAsync(stop);
        var frame = Frame(index);
        try
        {
            while (true)
            {
                await client.SendAsync(frame);
                await answered.WaitAsync(stop);
            }
        }
        catch (OperationCanceledException)
        {
            await reading;
        }
    }

    private byte[] Frame(int index)
    {
        var samples = Enumerable.Range(0, SamplesPerFrame).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"{{\"metric\":\"bench_{index}_{i % 50}\",\"value\":{i * 0.5}}}"));
        return Encoding.UTF8.GetBytes($"{{\"type\":\"bulk_metrics\",\"data\":[{string.Join(',', samples)}]}}");
    }
}
