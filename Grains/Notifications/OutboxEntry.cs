using System.Collections.Immutable;

namespace Iskra.Notifications;

/// <summary>What is known of a notification on its way; what it says stays in the store until it is sent.</summary>
public sealed record OutboxEntry
{
    /// <summary>Idempotency key, see <see cref="Alerts.Notification.Key"/>.</summary>
    public required string Key { get; init; }

    /// <summary>Number that the store gave it; older notifications have smaller ones.</summary>
    public required long Number { get; init; }

    /// <summary>Name of the receiver.</summary>
    public required string Receiver { get; init; }

    /// <summary>Which integration of it, for example <c>slack[0]</c>.</summary>
    public required string Integration { get; init; }

    /// <summary>Kind of the integration, for example <c>slack</c>.</summary>
    public string Kind => Integration.IndexOf('[', StringComparison.Ordinal) is var end and >= 0 ? Integration[..end] : Integration;

    /// <summary>P0, P1 or P2.</summary>
    public required string Priority { get; init; }

    /// <summary>Role that is called; null for a route.</summary>
    public string? Role { get; init; }

    /// <summary>Number of the escalation step; 0 for a route.</summary>
    public int Step { get; init; }

    /// <summary>Fingerprints of the alerts that it tells of. What tells of the same alert is sent in order.</summary>
    public required ImmutableArray<string> Fingerprints { get; init; }

    /// <summary>Where it is on its way.</summary>
    public OutboxStatus Status { get; init; }

    /// <summary>How often it was tried, a try under way included.</summary>
    public int Tries { get; init; }

    /// <summary>How many tries ended without anybody knowing whether the receiver took it.</summary>
    public int UnknownTries { get; init; }

    /// <summary>How many of its parts the receiver has taken, where it goes in several.</summary>
    public int PartsSent { get; init; }

    /// <summary>When it was taken over.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>Not sent before.</summary>
    public required DateTimeOffset NextTryAt { get; init; }

    /// <summary>Until when the claim holds; only counts while <see cref="OutboxStatus.Claimed"/>.</summary>
    public DateTimeOffset ClaimedUntil { get; init; }

    /// <summary>What went wrong last, for people to read, without secrets; null for nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether an event must still tell that it failed.</summary>
    public bool MustAnnounce { get; init; }

    /// <summary>Rises by one with every change in the store; who does not know the newest changes nothing.</summary>
    public long Version { get; init; }

    /// <summary>Whether nothing is left to be done.</summary>
    public bool IsDone => Status is OutboxStatus.Sent or OutboxStatus.Failed && !MustAnnounce;
}
