using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>An alert as it is now.</summary>
[GenerateSerializer, Immutable, Alias("iskra.alert-view")]
public sealed record AlertView
{
    /// <summary>Fingerprint of the labels: 16 lower-case hexadecimal digits, equal to that of Prometheus' Alertmanager.</summary>
    [Id(0)]
    public required string Fingerprint { get; init; }

    /// <summary>What it is known by.</summary>
    [Id(1)]
    public required LabelSet Labels { get; init; }

    /// <summary>What is told about it.</summary>
    [Id(2)]
    public required LabelSet Annotations { get; init; }

    /// <summary>Where it comes from; may be empty.</summary>
    [Id(3)]
    public string GeneratorUrl { get; init; } = string.Empty;

    /// <summary>Since when it fires.</summary>
    [Id(4)]
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>When it ended, or will end unless it is posted again.</summary>
    [Id(5)]
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>When it was posted last.</summary>
    [Id(6)]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What it does.</summary>
    [Id(7)]
    public required AlertStatus Status { get; init; }

    /// <summary>P0, P1 or P2 (domain section 5).</summary>
    [Id(8)]
    public required string Priority { get; init; }

    /// <summary>Ids of the silences that match it, sorted.</summary>
    [Id(9)]
    public ImmutableArray<string> SilencedBy { get; init; } = [];

    /// <summary>Fingerprint of an alert that inhibits it.</summary>
    [Id(10)]
    public ImmutableArray<string> InhibitedBy { get; init; } = [];

    /// <summary>Names of the time intervals that mute its routes.</summary>
    [Id(11)]
    public ImmutableArray<string> MutedBy { get; init; } = [];

    /// <summary>Receivers of its routes, in the order of the routes.</summary>
    [Id(12)]
    public ImmutableArray<string> Receivers { get; init; } = [];

    /// <summary>Who takes care of it.</summary>
    [Id(13)]
    public AlertAcknowledgement? Acknowledgement { get; init; }

    /// <summary>Why nobody is notified now.</summary>
    [Id(14)]
    public required QuietReason Reason { get; init; }

    /// <summary>When somebody is notified next, if nothing changes.</summary>
    [Id(15)]
    public DateTimeOffset? NextNotificationAt { get; init; }

    /// <summary>How many steps of its escalation chain have run.</summary>
    [Id(16)]
    public int EscalationStep { get; init; }
}
