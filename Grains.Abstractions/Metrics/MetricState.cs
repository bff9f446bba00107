namespace Iskra.Metrics;

/// <summary>Where a value lies (domain section 1). Each state is worse than the one before.</summary>
public enum MetricState
{
    /// <summary>Within the band, or the metric has none.</summary>
    Ok,

    /// <summary>Strictly beyond the band.</summary>
    Violation,

    /// <summary>Strictly beyond a warning limit.</summary>
    Warning,

    /// <summary>Strictly beyond a critical limit.</summary>
    Critical,
}
