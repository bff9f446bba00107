using System.Text;
using Iskra.Bench.Load;
using Iskra.Bench.Measure;
using Iskra.Bench.Peers;

namespace Iskra.Bench.Cases;

/// <summary>From a value at a socket to the voice at another, and what a flood of bad frames costs.</summary>
/// <param name="Rounds">How often a voice is woken and silenced.</param>
/// <param name="Frames">Frames of the flood.</param>
internal sealed record VoicesCase(int Rounds = 300, int Frames = 100_000)
{
    private const int WarmUpRounds = 30;
    private const int InFlight = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    internal async Task<VoicesResult> RunAsync(IskraPeer peer)
    {
        await using var server = await peer.StartAsync();
        var latency = await MeasureLatencyAsync(peer, server);
        var ping = await CostAsync(peer, server, """{"type":"ping"}""", "{\"type\":\"pong\"");
        var bad = await CostAsync(peer, server, """{"type":"pong"} x""", "{\"type\":\"error\"");
        return new VoicesResult(latency.PercentileMs(50), latency.PercentileMs(99), latency.PercentileMs(100), ping, bad);
    }

    private async Task<LatencyHistogram> MeasureLatencyAsync(IskraPeer peer, PeerServer server)
    {
        using var stop = new CancellationTokenSource();
        await using var listener = await peer.ConnectAsync(server);
        await using var reporter = await peer.ConnectAsync(server);
        using var heard = new SemaphoreSlim(0);
        long heardUs = 0;
        listener.Frame = text =>
        {
            if (!text.Contains("\"voice\":\"kain\"", StringComparison.Ordinal) && !text.StartsWith("{\"type\":\"subscribed\"", StringComparison.Ordinal)) return;
            Volatile.Write(ref heardUs, RawClient.NowUs);
            heard.Release();
        };
        Task[] reading = [listener.RunAsync(stop.Token), reporter.RunAsync(stop.Token)];
        await listener.SendAsync("""{"type":"subscribe","channels":["voices"]}"""u8.ToArray());
        if (!await heard.WaitAsync(Patience)) throw new TimeoutException("Nothing was subscribed.");
        var latency = new LatencyHistogram();
        for (var round = 0; round < Rounds + WarmUpRounds; round++)
        {
            // Chaos is critical, so that the voice does not rest.
            var sentUs = RawClient.NowUs;
            await reporter.SendAsync("""{"type":"metrics","data":{"chaos":0.85,"trust":0.7}}"""u8.ToArray());
            if (!await heard.WaitAsync(Patience)) throw new TimeoutException("kain was not heard.");
            if (round >= WarmUpRounds) latency.Add(Volatile.Read(ref heardUs) - sentUs);
            await reporter.SendAsync("""{"type":"metrics","data":{"chaos":0.3,"trust":0.7}}"""u8.ToArray());
            if (!await heard.WaitAsync(Patience)) throw new TimeoutException("kain did not fall silent.");
        }

        await stop.CancelAsync();
        await Task.WhenAll(reading);
        return latency;
    }

    private async Task<double> CostAsync(IskraPeer peer, PeerServer server, string frame, string answer)
    {
        using var stop = new CancellationTokenSource();
        await using var client = await peer.ConnectAsync(server);
        using var room = new SemaphoreSlim(InFlight);
        client.Frame = text =>
        {
            if (text.StartsWith(answer, StringComparison.Ordinal)) room.Release();
        };
        var reading = client.RunAsync(stop.Token);
        var bytes = Encoding.UTF8.GetBytes(frame);
        for (var i = 0; i < Frames / 5; i++) await OneAsync();
        var before = server.Usage.CpuSeconds;
        for (var i = 0; i < Frames; i++) await OneAsync();
        var used = server.Usage.CpuSeconds - before;
        await stop.CancelAsync();
        await reading;
        return used * 1e6 / Frames;

        async Task OneAsync()
        {
            if (!await room.WaitAsync(Patience)) throw new TimeoutException("A frame was not answered.");
            await client.SendAsync(bytes);
        }
    }
}
