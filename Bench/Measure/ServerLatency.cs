using System.Globalization;

namespace Iskra.Bench.Measure;

/// <summary>The histogram of a gateway: from the acceptance of an event by its channel to the write to a socket.</summary>
/// <param name="Buckets">Upper bounds in seconds and how many writes took no longer.</param>
internal sealed record ServerLatency(IReadOnlyList<(double Seconds, double Count)> Buckets)
{
    private const string Name = "realtime_event_latency_seconds_bucket{le=\"";

    /// <summary>Reads it from <c>/metrics</c>.</summary>
    internal static async Task<ServerLatency> ReadAsync(int port)
    {
        using var http = new HttpClient();
        var text = await http.GetStringAsync($"http://127.0.0.1:{port}/metrics");
        return new ServerLatency([.. text.Split('\n').Where(line => line.StartsWith(Name, StringComparison.Ordinal)).Select(Parse)]);
    }

    /// <summary>What was added since an earlier reading.</summary>
    internal ServerLatency Since(ServerLatency before) =>
        new([.. Buckets.Zip(before.Buckets, (now, then) => (now.Seconds, now.Count - then.Count))]);

    /// <summary>A percentile in milliseconds, interpolated within its bucket.</summary>
    internal double PercentileMs(double percent)
    {
        var wanted = Buckets[^1].Count * percent / 100;
        var (below, seen) = (0.0, 0.0);
        foreach (var (seconds, count) in Buckets)
        {
            if (count >= wanted && count > seen && double.IsFinite(seconds))
            {
                return 1_000 * (below + ((seconds - below) * (wanted - seen) / (count - seen)));
            }

            (below, seen) = (seconds, count);
        }

        return double.PositiveInfinity;
    }

    private static (double Seconds, double Count) Parse(string line)
    {
        var rest = line[Name.Length..];
        var bound = rest[..rest.IndexOf('"', StringComparison.Ordinal)];
        var count = double.Parse(rest[(rest.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
        return (bound == "+Inf" ? double.PositiveInfinity : double.Parse(bound, CultureInfo.InvariantCulture), count);
    }
}
