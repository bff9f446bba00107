using System.Collections.Immutable;
using Iskra.Metrics;
using Iskra.Voices;

namespace Iskra.Delta;

/// <summary>What an event touches and what is recommended: the analysis of a record (domain section 6).</summary>
public static class DeltaImpact
{
    /// <summary>From which impact on a metric counts as touching it.</summary>
    public const double Touching = 0.5;

    /// <summary>The seams that an event touches, its own first.</summary>
    public static ImmutableArray<string> SeamsOf(string @event)
    {
        var own = DeltaRules.SeamOf(@event);
        return @event switch
        {
            DeltaEventType.ConnectionFailed or DeltaEventType.HeartbeatTimeout => [own, "resilience_mechanisms"],
            DeltaEventType.ServerOverload => [own, "network_infrastructure", "resilience_mechanisms"],
            DeltaEventType.FallbackActivated => [own, "network_infrastructure"],
            DeltaEventType.ProtocolViolation => [own, "communication_protocol"],
            _ => [own],
        };
    }

    /// <summary>The metrics that an event touches: those it acts on strongly, and those that Iskra measures by such events.</summary>
    public static ImmutableArray<string> MetricsOf(DeltaOccurrence occurrence, ConnectionImpact impact)
    {
        var metrics = ImmutableArray.CreateBuilder<string>();
        if (impact.Pain >= Touching) metrics.Add(SloMetric.Pain);
        if (impact.Trust is < Touching or >= 0.7) metrics.Add(SloMetric.Trust);
        if (impact.Chaos >= Touching) metrics.Add(SloMetric.Chaos);
        if (occurrence.Event is DeltaEventType.ConnectionFailed or DeltaEventType.HeartbeatTimeout) metrics.Add(SloMetric.AvailabilityPercent);
        if (DeltaRules.HasError(occurrence)) metrics.Add(SloMetric.ErrorRatePercent);
        if (occurrence.LatencyMs is not null) metrics.Add(SloMetric.ConnectionLatencyMs);
        return metrics.ToImmutable();
    }

    /// <summary>What is recommended: the next step, and what the class of the error asks for.</summary>
    public static ImmutableArray<string> ActionsOf(DeltaOccurrence occurrence)
    {
        var next = DeltaRules.Lambda(occurrence.Event);
        return DeltaRules.HasError(occurrence) ? [next, ErrorClass.Of(occurrence).Action] : [next];
    }

    /// <summary>The parts of the system that meet where it happened.</summary>
    public static ImmutableArray<string> PointsOf(string @event) => DeltaRules.SeamOf(@event) switch
    {
        "network_infrastructure" => ["client", "gateway"],
        "communication_protocol" => ["client", "gateway", "session"],
        "data_contract" => ["client", "protocol"],
        "load_balancing" => ["gateway", "cluster"],
        "resilience_mechanisms" => ["client", "gateway", "transport"],
        _ => ["gateway", "cluster"],
    };
}
