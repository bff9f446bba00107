namespace Iskra.Alerts;

/// <summary>How far a notification of an alert has come.</summary>
[GenerateSerializer, Immutable, Alias("iskra.notification-view")]
public sealed record NotificationView
{
    /// <summary>Its idempotency key, see <see cref="Notification.Key"/>.</summary>
    [Id(0)]
    public required string Key { get; init; }

    /// <summary>Name of the receiver.</summary>
    [Id(1)]
    public required string Receiver { get; init; }

    /// <summary>Which integration of it, for example <c>slack[0]</c>.</summary>
    [Id(2)]
    public required string Integration { get; init; }

    /// <summary>Role that the escalation step calls; null for a route of alertmanager.yml.</summary>
    [Id(3)]
    public string? Role { get; init; }

    /// <summary>Number of the escalation step, the first is 1; 0 for a route.</summary>
    [Id(4)]
    public int Step { get; init; }

    /// <summary>Whether it tells that something fires; otherwise that all of it has ended.</summary>
    [Id(5)]
    public bool IsFiring { get; init; }

    /// <summary>Where it is: <c>pending</c>, <c>claimed</c>, <c>sent</c> or <c>failed</c>.</summary>
    [Id(6)]
    public required string Status { get; init; }

    /// <summary>How often it was tried.</summary>
    [Id(7)]
    public int Tries { get; init; }

    /// <summary>What went wrong last, for people to read, without secrets; null for nothing.</summary>
    [Id(8)]
    public string? Problem { get; init; }

    /// <summary>When its outbox took it over.</summary>
    [Id(9)]
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>Since when it is where it is.</summary>
    [Id(10)]
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>When it is tried next; null when it is not.</summary>
    [Id(11)]
    public DateTimeOffset? NextTryAt { get; init; }
}
