namespace Iskra.Metrics;

/// <summary>The live value of one metric: the newest sample that is known, and its state.</summary>
/// <param name="declaration">What is declared about the metric.</param>
public sealed class MetricTracker(MetricDeclaration declaration)
{
    private Sample? _newest;

    /// <summary>The live value, or null before the first sample.</summary>
    public MetricReading? Reading { get; private set; }

    /// <summary>Takes a sample that has been stored.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="stamped">Whether the server gave it its time; then one of the same time is newer too.</param>
    /// <returns>Whether the value or the state changed.</returns>
    public bool Observe(in Sample sample, bool stamped)
    {
        if (_newest is { } newest && !IsNewer(sample.Timestamp, newest.Timestamp, stamped)) return false;
        var before = Reading;
        _newest = sample;
        Reading = declaration.Read(sample);
        return before is null || !before.Value.Equals(Reading.Value) || before.State != Reading.State;
    }

    private static bool IsNewer(DateTimeOffset candidate, DateTimeOffset newest, bool stamped) =>
        candidate > newest || (stamped && candidate == newest);
}
