using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>What is stored of an alert.</summary>
public sealed record AlertRecord
{
    /// <summary>Most events that wait; when there are as many the oldest gives way.</summary>
    public const int MaxPending = 8;

    /// <summary>Fingerprint of the labels.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>What it is known by.</summary>
    public required LabelSet Labels { get; init; }

    /// <summary>What is told about it.</summary>
    public required LabelSet Annotations { get; init; }

    /// <summary>Where it comes from; may be empty.</summary>
    public string GeneratorUrl { get; init; } = string.Empty;

    /// <summary>Since when it fires.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>When it ended, or will end unless it is posted again.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>When it was posted last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Whether the end follows from the resolve time-out.</summary>
    public bool HasTimeout { get; init; }

    /// <summary>Identifies the time in which it fires without a break: its begin in Unix milliseconds. Part of idempotency keys.</summary>
    public long Life { get; init; }

    /// <summary>Whether it fires.</summary>
    public bool IsFiring { get; init; }

    /// <summary>When it stopped firing; null while it fires.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>When it fires again within this time of its end, nobody is notified again.</summary>
    public TimeSpan CoolDown { get; init; }

    /// <summary>Whether it fires again within its cool-down.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Whether subscribers were told that it is suppressed.</summary>
    public bool IsSuppressed { get; init; }

    /// <summary>Who takes care of it.</summary>
    public AlertAcknowledgement? Acknowledgement { get; init; }

    /// <summary>Whether incidents elsewhere have been told of <see cref="Acknowledgement"/>.</summary>
    public bool IsAcknowledgementTold { get; init; }

    /// <summary>Where it is in its chain.</summary>
    public required EscalationProgress Escalation { get; init; }

    /// <summary>Whether those who were told that it fires have been told that it ended.</summary>
    public bool IsResolveTold { get; init; }

    /// <summary>Number of its events.</summary>
    public int Serial { get; init; }

    /// <summary>Events that its channel may not have yet.</summary>
    public ImmutableArray<PendingAlertEvent> Pending { get; init; } = [];
}
