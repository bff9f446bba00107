using System.Collections.Concurrent;

namespace Iskra.Tools.Loading;

/// <summary>What a load run found; written by all connections at once.</summary>
internal sealed class LoadResult
{
    private long _sent;
    private long _events;

    /// <summary>From the first byte to <c>connection_established</c>.</summary>
    public LatencyHistogram Connecting { get; } = new();

    /// <summary>From a request to its reply.</summary>
    public LatencyHistogram Replies { get; } = new();

    /// <summary>How often what went wrong, by message; at most 50 different ones.</summary>
    public ConcurrentDictionary<string, long> Errors { get; } = new();

    /// <summary>Requests sent.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Events received.</summary>
    public long Events => Interlocked.Read(ref _events);

    /// <summary>Counts a request.</summary>
    public void CountSent() => Interlocked.Increment(ref _sent);

    /// <summary>Counts an event.</summary>
    public void CountEvent() => Interlocked.Increment(ref _events);

    /// <summary>Counts a failure.</summary>
    public void CountError(string message) =>
        Errors.AddOrUpdate(Errors.Count < 50 || Errors.ContainsKey(message) ? message : "other", 1, (_, count) => count + 1);

    /// <summary>The report for people.</summary>
    /// <param name="elapsed">How long frames were sent.</param>
    public IEnumerable<string> Lines(TimeSpan elapsed)
    {
        yield return FormattableString.Invariant($"connections  {Connecting.Count}");
        yield return "connect      " + Write(Connecting);
        yield return FormattableString.Invariant($"requests     {Sent} sent, {Replies.Count} answered, {Replies.Count / Math.Max(elapsed.TotalSeconds, 0.001):0}/s");
        yield return "reply        " + Write(Replies);
        yield return FormattableString.Invariant($"events       {Events}");
        foreach (var (message, count) in Errors.OrderByDescending(error => error.Value))
        {
            yield return FormattableString.Invariant($"failed       {count} × {message}");
        }
    }

    private static string Write(LatencyHistogram latencies) => FormattableString.Invariant(
        $"p50 {Ms(latencies, 0.5):0.0} ms, p90 {Ms(latencies, 0.9):0.0} ms, p99 {Ms(latencies, 0.99):0.0} ms, p99.9 {Ms(latencies, 0.999):0.0} ms, max {latencies.Max.TotalMilliseconds:0.0} ms");

    private static double Ms(LatencyHistogram latencies, double share) => latencies.Percentile(share).TotalMilliseconds;
}
