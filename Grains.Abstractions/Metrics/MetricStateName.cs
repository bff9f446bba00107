namespace Iskra.Metrics;

/// <summary>The words for <see cref="MetricState"/> in frames, events and pages.</summary>
public static class MetricStateName
{
    /// <summary><c>ok</c>, <c>violation</c>, <c>warning</c> or <c>critical</c>.</summary>
    public static string Of(MetricState state) => state switch
    {
        MetricState.Ok => "ok",
        MetricState.Violation => "violation",
        MetricState.Warning => "warning",
        MetricState.Critical => "critical",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Must be one of the four states."),
    };
}
