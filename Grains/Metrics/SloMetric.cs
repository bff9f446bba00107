using System.Collections.Immutable;

namespace Iskra.Metrics;

/// <summary>The metrics that Iskra knows by name (domain section 1).</summary>
public static class SloMetric
{
    /// <summary>How clear the picture is; reported by clients, 0 to 1.</summary>
    public const string Clarity = "clarity";

    /// <summary>How much disorder there is; reported by clients, 0 to 1.</summary>
    public const string Chaos = "chaos";

    /// <summary>How far people rely on each other; reported by clients, 0 to 1.</summary>
    public const string Trust = "trust";

    /// <summary>How much it hurts; reported by clients, 0 to 1.</summary>
    public const string Pain = "pain";

    /// <summary>Mean round trip of heartbeats in milliseconds; measured by Iskra.</summary>
    public const string ConnectionLatencyMs = "connection_latency_ms";

    /// <summary>Share of connections that stay healthy in percent; measured by Iskra.</summary>
    public const string AvailabilityPercent = "availability_percent";

    /// <summary>Share of frames answered with an error in percent; measured by Iskra.</summary>
    public const string ErrorRatePercent = "error_rate_percent";

    /// <summary>The source of the samples that Iskra takes of itself.</summary>
    public const string OwnSource = "iskra";

    /// <summary>The four that clients report; voices, states and the traffic light follow from them.</summary>
    public static readonly ImmutableArray<string> Reported = [Clarity, Chaos, Trust, Pain];

    /// <summary>The three that Iskra measures; clients may not report them.</summary>
    public static readonly ImmutableArray<string> Measured = [ConnectionLatencyMs, AvailabilityPercent, ErrorRatePercent];

    /// <summary>Whether Iskra measures the metric itself.</summary>
    public static bool IsMeasured(string metric) => metric is ConnectionLatencyMs or AvailabilityPercent or ErrorRatePercent;
}
