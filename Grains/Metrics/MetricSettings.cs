namespace Iskra.Metrics;

/// <summary>Everything that configuration says about metrics.</summary>
/// <param name="Declarations">The declared metrics.</param>
/// <param name="PublishInterval">How often a watched value is shown when nothing changes, 500 to 1000 ms.</param>
public sealed record MetricSettings(MetricDeclarations Declarations, TimeSpan PublishInterval)
{
    /// <summary>Shortest <see cref="PublishInterval"/>, and the one taken unless another is said.</summary>
    public static readonly TimeSpan MinPublishInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest <see cref="PublishInterval"/>.</summary>
    public static readonly TimeSpan MaxPublishInterval = TimeSpan.FromMilliseconds(1000);

    /// <summary>What holds when configuration says nothing.</summary>
    public static MetricSettings Default { get; } = new(MetricDeclarations.Default, MinPublishInterval);
}
