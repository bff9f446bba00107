using Iskra.Voices;
using Microsoft.Extensions.Logging;

namespace Iskra.Delta;

/// <summary>What an event is as a ∆DΩΛ record (domain section 6).</summary>
public static class DeltaRules
{
    /// <summary>Largest dimension.</summary>
    public const int MaxDimension = 10;

    /// <summary>Latency above which a record reaches further, in milliseconds.</summary>
    public const double SlowMs = 1_000;

    /// <summary>Significance above which the recovery voice is called.</summary>
    public const double MakiSignificance = 0.7;

    /// <summary>The seam of everything that has none of its own.</summary>
    public const string GeneralSeam = "general_operation";

    /// <summary>All seams between components.</summary>
    public static readonly IReadOnlyList<string> Seams =
        ["network_infrastructure", "communication_protocol", "data_contract", "load_balancing", "resilience_mechanisms", GeneralSeam];

    /// <summary>Ω: how sure an event is.</summary>
    public static double Omega(string @event) => @event switch
    {
        DeltaEventType.ConnectionEstablished => 0.9,
        DeltaEventType.ConnectionFailed => 0.8,
        DeltaEventType.HeartbeatSuccess => 0.95,
        DeltaEventType.HeartbeatTimeout => 0.7,
        DeltaEventType.ErrorHandled => 0.8,
        DeltaEventType.ReconnectionSuccess => 0.85,
        DeltaEventType.FallbackActivated => 0.6,
        DeltaEventType.ProtocolViolation => 0.9,
        DeltaEventType.ServerOverload => 0.75,
        _ => 0.5,
    };

    /// <summary>Λ: the next step.</summary>
    public static string Lambda(string @event) => @event switch
    {
        DeltaEventType.ConnectionFailed => "attempt_reconnection_with_backoff",
        DeltaEventType.HeartbeatTimeout => "validate_connection_health",
        DeltaEventType.ProtocolViolation => "escalate_to_developer",
        DeltaEventType.ServerOverload => "activate_fallback_strategy",
        DeltaEventType.ReconnectionSuccess => "monitor_stability",
        DeltaEventType.FallbackActivated => "investigate_primary_failure",
        _ => "continue_monitoring",
    };

    /// <summary>The seam between components where an event happens.</summary>
    public static string SeamOf(string @event) => @event switch
    {
        DeltaEventType.ConnectionFailed => "network_infrastructure",
        DeltaEventType.HeartbeatTimeout => "communication_protocol",
        DeltaEventType.ProtocolViolation => "data_contract",
        DeltaEventType.ServerOverload => "load_balancing",
        DeltaEventType.FallbackActivated => "resilience_mechanisms",
        _ => GeneralSeam,
    };

    /// <summary>D: how far an event reaches, 1 to 10.</summary>
    public static int Dimension(DeltaOccurrence occurrence)
    {
        var dimension = 1L
            + (HasError(occurrence) ? 2 : 0)
            + (occurrence.LatencyMs > SlowMs ? 1 : 0)
            + Math.Max(0, occurrence.Reconnections)
            + (occurrence.Event == DeltaEventType.FallbackActivated ? 3 : 0);
        return (int)Math.Min(MaxDimension, dimension);
    }

    /// <summary>Whether an event carries an error.</summary>
    public static bool HasError(DeltaOccurrence occurrence) => occurrence.ErrorCode is not null || occurrence.ErrorMessage is not null;

    /// <summary>How much a record matters: 0.4 × omega + 0.3 × dimension / 10 + 0.3 × max(pain, chaos).</summary>
    public static double Significance(double omega, int dimension, ConnectionImpact impact) =>
        Math.Round((0.4 * omega) + (0.3 * dimension / MaxDimension) + (0.3 * Math.Max(impact.Pain, impact.Chaos)), 4);

    /// <summary>The level of the log line of a record; good news is never above information.</summary>
    public static LogLevel Level(string @event, double omega)
    {
        var level = omega switch
        {
            >= 0.9 => LogLevel.Error,
            >= 0.7 => LogLevel.Warning,
            >= 0.5 => LogLevel.Information,
            _ => LogLevel.Debug,
        };
        return IsGood(@event) && level > LogLevel.Information ? LogLevel.Information : level;
    }

    private static bool IsGood(string @event) => @event
        is DeltaEventType.ConnectionEstablished or DeltaEventType.HeartbeatSuccess
        or DeltaEventType.ReconnectionSuccess or DeltaEventType.ErrorHandled;
}
