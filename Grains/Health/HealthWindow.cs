namespace Iskra.Health;

/// <summary>
/// The counts of all gateways over a sliding window. Times are those of a clock that never goes back. Bounded: at most
/// <see cref="MaxGateways"/> gateways with <see cref="MaxReports"/> reports each; a report that comes while there are as many
/// is added to the newest one of its gateway.
/// </summary>
public sealed class HealthWindow
{
    /// <summary>How far back counts matter.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    /// <summary>Most gateways that are followed; further ones are left out until one has fallen silent.</summary>
    public const int MaxGateways = 1_000;

    /// <summary>Most reports that are kept of one gateway: one every 5 seconds, and some room.</summary>
    public const int MaxReports = 24;

    /// <summary>
    /// Fewest frames that a share of errors is taken of: of fewer, the share is that of so many. A mistyped frame on an idle
    /// server is no outage.
    /// </summary>
    public const int MinFrames = 100;

    /// <summary>
    /// Fewest connections that the availability is taken of: of fewer, the share is that of so many. One viewer of five who closes the lid
    /// of a laptop is nobody's page in the night.
    /// </summary>
    public const int MinAvailable = 100;

    /// <summary>Fewest connections that the stability is taken of: one broken connection of two is no outage.</summary>
    public const int MinConnections = 20;

    private readonly Dictionary<string, List<Report>> _gateways = new(StringComparer.Ordinal);

    /// <summary>How many gateways reported within the window.</summary>
    public int Gateways => _gateways.Count;

    /// <summary>Takes what a gateway counted since its last report.</summary>
    /// <returns>Whether the gateway is followed.</returns>
    public bool Add(GatewayCounts counts, TimeSpan now)
    {
        Forget(now);
        if (!_gateways.TryGetValue(counts.Gateway, out var reports))
        {
            if (_gateways.Count >= MaxGateways) return false;
            _gateways[counts.Gateway] = reports = [];
        }

        if (reports.Count < MaxReports) reports.Add(new Report(now, counts));
        else reports[^1] = new Report(now, Sum(reports[^1].Counts, counts));
        return true;
    }

    /// <summary>What happened within the window.</summary>
    public HealthSummary Summarize(TimeSpan now)
    {
        Forget(now);
        long connections = 0, failed = 0, frames = 0, errors = 0, roundTrips = 0, missed = 0;
        double roundTripTotalMs = 0;
        foreach (var reports in _gateways.Values)
        {
            connections += OpenBefore(reports[0].Counts);
            foreach (var (_, counts) in reports)
            {
                connections += counts.Accepted;
                failed += counts.Failed;
                frames += counts.Frames;
                errors += counts.Errors;
                roundTrips += counts.RoundTrips;
                roundTripTotalMs += counts.RoundTripTotalMs;
                missed += counts.HeartbeatsMissed;
            }
        }

        return new HealthSummary(
            roundTrips > 0 ? roundTripTotalMs / roundTrips : null,
            connections > 0 || failed > 0 ? 100 - Percent(failed, Math.Max(connections, MinAvailable)) : null,
            frames > 0 ? Percent(errors, Math.Max(frames, MinFrames)) : null,
            missed,
            connections > 0 || failed > 0 ? 1 - (Percent(failed, Math.Max(connections, MinConnections)) / 100) : null);
    }

    // The connections that were there before the first report of the window began; those that ended well in it are not known.
    private static long OpenBefore(GatewayCounts first) => Math.Max(0, first.Open + first.Failed - first.Accepted);

    private static double Percent(long part, long whole) => part >= whole ? 100 : 100.0 * part / whole;

    private static GatewayCounts Sum(GatewayCounts one, GatewayCounts other) => new(
        one.Gateway,
        one.Accepted + other.Accepted,
        one.Failed + other.Failed,
        other.Open,
        one.Frames + other.Frames,
        one.Errors + other.Errors,
        one.RoundTrips + other.RoundTrips,
        one.RoundTripTotalMs + other.RoundTripTotalMs,
        one.HeartbeatsMissed + other.HeartbeatsMissed);

    private void Forget(TimeSpan now)
    {
        foreach (var (gateway, reports) in _gateways)
        {
            reports.RemoveAll(report => now - report.At >= Length);
            if (reports.Count == 0) _gateways.Remove(gateway);
        }
    }

    private readonly record struct Report(TimeSpan At, GatewayCounts Counts);
}
