using System.Collections.Frozen;

namespace Iskra.Voices;

/// <summary>The impact of each type of event (domain section 3).</summary>
/// <param name="byEvent">Events that have one of their own.</param>
public sealed class ConnectionImpacts(IReadOnlyDictionary<string, ConnectionImpact> byEvent)
{
    private readonly FrozenDictionary<string, ConnectionImpact> _byEvent = byEvent.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The table of domain section 3.</summary>
    public static ConnectionImpacts Default { get; } = new(new Dictionary<string, ConnectionImpact>
    {
        ["connection_failed"] = new(0.7, 0.3, 0.4),
        ["heartbeat_timeout"] = new(0.4, 0.2, 0.6),
        ["reconnection_success"] = new(0.1, 0.8, 0.1),
        ["fallback_activated"] = new(0.6, 0.4, 0.8),
        ["protocol_violation"] = new(0.8, 0.1, 0.9),
    });

    /// <summary>The events that have an impact of their own.</summary>
    public IReadOnlyDictionary<string, ConnectionImpact> ByEvent => _byEvent;

    /// <summary>The impact of an event.</summary>
    public ConnectionImpact Of(string @event) => _byEvent.GetValueOrDefault(@event, ConnectionImpact.Other);
}
