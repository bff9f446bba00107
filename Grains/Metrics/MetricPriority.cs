namespace Iskra.Metrics;

/// <summary>How urgent a state is (domain section 1).</summary>
public static class MetricPriority
{
    /// <summary><c>P0</c> for critical, <c>P1</c> for warning, <c>P2</c> for violation, null for ok.</summary>
    public static string? Of(MetricState state) => state switch
    {
        MetricState.Critical => "P0",
        MetricState.Warning => "P1",
        MetricState.Violation => "P2",
        _ => null,
    };
}
