namespace Iskra.Metrics;

/// <summary>A change of state that channel <c>slo</c> shows as <c>slo_changed</c>.</summary>
/// <param name="From">The state before.</param>
/// <param name="To">The state afterwards, another one.</param>
/// <param name="Value">The value that changed it.</param>
/// <param name="At">The time of that value; no two changes of a metric have the same.</param>
[GenerateSerializer, Immutable, Alias("iskra.state-change")]
public sealed record StateChange(
    [property: Id(0)] MetricState From,
    [property: Id(1)] MetricState To,
    [property: Id(2)] double Value,
    [property: Id(3)] DateTimeOffset At);
