using Iskra.Metrics;

namespace Iskra.Gateway.Protocol;

/// <summary>A sample as a client sent it.</summary>
/// <param name="Metric">A valid name.</param>
/// <param name="Value">A finite number.</param>
/// <param name="Timestamp">When it was measured; null when the server is to say.</param>
/// <param name="Source">A valid source; null when the client named none.</param>
public readonly record struct SampleInput(string Metric, double Value, DateTimeOffset? Timestamp, string? Source)
{
    /// <summary>The source of samples whose sender named none.</summary>
    public const string DefaultSource = "client";

    /// <summary>The sample, with what the client left open filled in.</summary>
    /// <param name="now">Time for a sample without one.</param>
    public Sample ToSample(DateTimeOffset now) => new(Metric, Value, Timestamp ?? now, Source ?? DefaultSource);
}
