using System.Globalization;
using Iskra.Tests.Wire;

namespace Iskra.Tests.Scenarios;

[Collection("one at a time")]
public sealed class Scenario09LoadTests(World world)
{
    private const string Scenario = "9 Load";
    private const int Connections = 100;
    private const int MessagesPerSecond = 10;

    /// <summary>20 s in the normal run; ISKRA_LOAD_SECONDS=300 is the scenario in full.</summary>
    private static readonly int Seconds = int.Parse(Environment.GetEnvironmentVariable("ISKRA_LOAD_SECONDS") ?? "20", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_hundred_connections_with_ten_messages_a_second_are_all_answered()
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => WireClient.ConnectAsync(world.Server.Socket("/", world.Server.PulsePort))));
        await clients[0].AskAsync("""{"type":"metrics","data":{"load":1}}""");
        var memory = new List<long>();
        using var stop = new CancellationTokenSource();
        var watching = WatchMemoryAsync(memory, stop.Token);
        var latencies = (await Task.WhenAll(clients.Select(TalkAsync))).SelectMany(list => list).Order().ToArray();
        await stop.CancelAsync();
        await watching;

        var wanted = Connections * MessagesPerSecond * Seconds;
        world.Report.Holds(Scenario, "pulse", $"{wanted} messages answered", latencies.Length == wanted, latencies.Length);
        world.Report.Time(Scenario, "pulse", "p99", latencies[(int)(latencies.Length * 0.99)], limitMs: 500);
        var settled = memory.Skip(memory.Count / 3).ToArray();
        var growth = (double)(settled[^1] - settled[0]) / settled[0];
        world.Report.Holds(Scenario, "process", "memory flat after the start (growth below 30 %)", growth < 0.3, string.Create(CultureInfo.InvariantCulture, $"{growth:P1} of {settled[0] >> 20} MiB"));
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    private static async Task<List<TimeSpan>> TalkAsync(WireClient client)
    {
        var latencies = new List<TimeSpan>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / MessagesPerSecond));
        for (var i = 0; i < Seconds * MessagesPerSecond && await timer.WaitForNextTickAsync(); i++)
        {
            var (reply, took) = i % 10 == 0
                ? await client.TimeAsync("""{"type":"metrics","data":{"load":1}}""")
                : await client.TimeAsync("""{"type":"ping","timestamp":1}""");
            if (WireClient.TypeOf(reply) is "pong" or "metrics_received")
            {
                latencies.Add(took);
            }
        }

        return latencies;
    }

    private async Task WatchMemoryAsync(List<long> memory, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                using var process = System.Diagnostics.Process.GetProcessById(world.Server.Pid);
                memory.Add(process.WorkingSet64);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
