using System.Diagnostics;
using System.Globalization;
using Iskra.Bench.Peers;

namespace Iskra.Bench.Cases;

/// <summary>A restart with the alerts, silences and rules of <see cref="AlertsCase"/> in the database: how long until they are shown.</summary>
/// <param name="connection">Connection string of PostgreSQL.</param>
internal sealed class AlertsRestartCase(string connection)
{
    private const int Rounds = 3;

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    /// <summary>Fills the database, then starts a server anew several times.</summary>
    /// <returns>A line for each start.</returns>
    internal async IAsyncEnumerable<string> RunAsync()
    {
        var alerts = new AlertsCase();
        var config = alerts.WriteConfig();
        await using (var server = await new IskraPeer(connection, config).StartAsync()) await alerts.RunAsync("fill", server);
        for (var round = 0; round < Rounds; round++)
        {
            await using var server = await new IskraPeer(connection, config).StartAsync();
            var clock = Stopwatch.StartNew();
            var refused = await AskAsync(server);
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"| {server.Startup.TotalMilliseconds:F0} ms | {clock.Elapsed.TotalMilliseconds:F0} ms | {refused} | {server.Usage.CpuSeconds:F2} s |");
        }
    }

    private static async Task<int> AskAsync(PeerServer server)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Bound };
        var refused = 0;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Bound)
        {
            using var answer = await http.GetAsync($"http://127.0.0.1:{server.Port}/api/v2/alerts?filter=alertname%3DSource1");
            if (answer.IsSuccessStatusCode) return refused;
            refused++;
        }

        throw new TimeoutException($"The alerts were not shown within {Bound}.");
    }
}
