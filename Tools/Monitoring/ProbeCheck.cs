namespace Iskra.Tools.Monitoring;

/// <summary>The outcome of one check of one dashboard.</summary>
/// <param name="Dashboard">Name of the dashboard.</param>
/// <param name="Check">What was checked.</param>
/// <param name="LatencyMs">How long it took, in milliseconds; null when it failed before it ended.</param>
/// <param name="LimitMs">It must take less than this, in milliseconds.</param>
/// <param name="TargetMs">It should take less than this, in milliseconds; null when there is no such target.</param>
/// <param name="Message">What went wrong, or null.</param>
internal sealed record ProbeCheck(string Dashboard, string Check, double? LatencyMs, double LimitMs, double? TargetMs, string? Message)
{
    /// <summary>Whether it ended well and in time.</summary>
    public bool Passed => Message is null && LatencyMs < LimitMs;

    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        var time = LatencyMs is { } latency ? FormattableString.Invariant($"{latency,8:0.0} ms") : "          -";
        var bounds = TargetMs is { } target ? FormattableString.Invariant($"limit {LimitMs:0}, target {target:0}") : FormattableString.Invariant($"limit {LimitMs:0}");
        var remark = Message ?? (LatencyMs >= LimitMs ? "too slow" : LatencyMs > TargetMs ? "above the target" : null);
        return $"{(Passed ? '✓' : '✗')} {Dashboard,-7} {Check,-10} {time}  ({bounds}){(remark is null ? "" : "  " + remark)}";
    }
}
