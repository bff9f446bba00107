using Orleans.Concurrency;

namespace Iskra.Metrics;

/// <summary>One metric: its live value, its state and the events that follow. The key is the metric name.</summary>
[Alias("iskra.metric")]
public interface IMetricGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes a value that has been stored. Only one that is newer than the newest changes the live value; a change of state is
    /// an event <c>slo_changed</c>. The live channel of the metric shows a changed value within 100 ms.
    /// </summary>
    /// <param name="sample">The newest sample of this metric in what was stored.</param>
    /// <param name="stamped">Whether the server gave it its time; then equal times count as newer.</param>
    /// <returns>The live value afterwards.</returns>
    [Alias("observe")]
    Task<MetricReading> Observe(Sample sample, bool stamped);

    /// <summary>The live value, or null when the metric has none.</summary>
    [AlwaysInterleave]
    [Alias("current")]
    Task<MetricReading?> Current();

    /// <summary>
    /// Says that the live channel of the metric is watched. While it is, the metric publishes its value every 500 ms, also
    /// when nothing changed.
    /// </summary>
    /// <param name="lease">For how long this counts.</param>
    [AlwaysInterleave]
    [Alias("watch")]
    Task Watch(TimeSpan lease);

    /// <summary>
    /// Repeats the live value less often for a time; a change is shown at once all the same. A lease, to be renewed by whoever asks.
    /// </summary>
    /// <param name="interval">The time between repeats, 500 to 1000 ms; a shorter one than that configured changes nothing.</param>
    /// <param name="lease">For how long this counts.</param>
    [AlwaysInterleave]
    [Alias("pace")]
    Task Pace(TimeSpan interval, TimeSpan lease);
}
