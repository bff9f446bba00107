using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Iskra.Voices;

/// <summary>
/// Conducts the seven voices of Iskra: keeps the latest values, lets the voices and the state of the system hear each step, and
/// executes the automatic actions. The key is <c>iskra</c>. Calls only take note; the work follows.
/// </summary>
[Alias("iskra.chorus")]
public interface IChorusGrain : IGrainWithStringKey
{
    /// <summary>Most steps in one call, and most that wait; beyond it the newest takes in what comes.</summary>
    const int MaxSteps = 64;

    /// <summary>Takes stored values.</summary>
    /// <param name="steps">1 to <see cref="MaxSteps"/>, in the order in which they were stored.</param>
    [AlwaysInterleave]
    [Alias("observe")]
    Task Observe(ImmutableArray<MetricStep> steps);

    /// <summary>Takes counts of events of connections, for triggers that name them.</summary>
    /// <param name="counts">At most one a type.</param>
    [AlwaysInterleave]
    [Alias("count")]
    Task Count(ImmutableArray<EventCount> counts);

    /// <summary>The voices of both choirs, and how those of Iskra get on with each other.</summary>
    [AlwaysInterleave]
    [Alias("current")]
    Task<ChorusView> Current();

    /// <summary>
    /// Wakes the chorus, and says what the processes are to do. Every process calls it every 5 s, so that a chorus whose silo
    /// died comes back although nothing is reported.
    /// </summary>
    [AlwaysInterleave]
    [Alias("attend")]
    Task<ChorusOrders> Attend();
}
