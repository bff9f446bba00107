namespace Iskra.Metrics;

/// <summary>The states as the wire, the tables and the pages call them.</summary>
public static class MetricStateNames
{
    /// <summary>The name of a state: <c>ok</c>, <c>violation</c>, <c>warning</c> or <c>critical</c>.</summary>
    public static string Of(MetricState state) => state switch
    {
        MetricState.Ok => "ok",
        MetricState.Violation => "violation",
        MetricState.Warning => "warning",
        MetricState.Critical => "critical",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "There is no such state."),
    };
}
