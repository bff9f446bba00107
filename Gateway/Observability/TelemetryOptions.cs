namespace Iskra.Gateway.Observability;

/// <summary>Configuration section <c>Telemetry</c>, checked at start.</summary>
/// <param name="OtlpEndpoint"><c>Telemetry:OtlpEndpoint</c>: where spans are sent, for example <c>http://localhost:4317</c>; null turns tracing off.</param>
/// <param name="SampleRatio"><c>Telemetry:SampleRatio</c>: the share of traces that is taken, 0…1.</param>
public sealed record TelemetryOptions(Uri? OtlpEndpoint, double SampleRatio)
{
    /// <summary>Whether anything is traced.</summary>
    public bool IsOn => OtlpEndpoint is not null;
}
