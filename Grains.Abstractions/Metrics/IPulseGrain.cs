using Orleans.Concurrency;

namespace Iskra.Metrics;

/// <summary>The summary of all metrics that channel <c>pulse</c> carries while it is watched. The key is <c>pulse</c>.</summary>
[Alias("iskra.pulse")]
public interface IPulseGrain : IGrainWithStringKey
{
    /// <summary>Adds a metric that is not declared in configuration to the summary.</summary>
    /// <param name="metric">Its name.</param>
    [Alias("include")]
    Task Include(string metric);

    /// <summary>The metrics that have values, by name.</summary>
    [AlwaysInterleave]
    [Alias("current")]
    Task<IReadOnlyList<MetricReading>> Current();

    /// <summary>Says that channel <c>pulse</c> is watched.</summary>
    /// <param name="lease">For how long this counts.</param>
    [AlwaysInterleave]
    [Alias("watch")]
    Task Watch(TimeSpan lease);

    /// <summary>Repeats the summary and all live values less often for a time (<see cref="IMetricGrain.Pace"/>).</summary>
    /// <param name="interval">The time between repeats, 500 to 1000 ms.</param>
    /// <param name="lease">For how long this counts.</param>
    [AlwaysInterleave]
    [Alias("pace")]
    Task Pace(TimeSpan interval, TimeSpan lease);
}
