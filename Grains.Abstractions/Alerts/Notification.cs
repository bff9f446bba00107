using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>A decision to tell one integration of a receiver about alerts.</summary>
[GenerateSerializer, Immutable, Alias("iskra.notification-request")]
public sealed record Notification
{
    /// <summary>Most alerts in one notification; <see cref="TruncatedAlerts"/> says how many more there are.</summary>
    public const int MaxAlerts = 100;

    /// <summary>
    /// Idempotency key: made of what is told (alert, its life and the step, or group and flush), the receiver and the integration.
    /// </summary>
    [Id(0)]
    public required string Key { get; init; }

    /// <summary>Name of the receiver.</summary>
    [Id(1)]
    public required string Receiver { get; init; }

    /// <summary>Which integration of it: for example <c>slack[0]</c>.</summary>
    [Id(2)]
    public required string Integration { get; init; }

    /// <summary>Key of the group, in Alertmanager's form; for escalation steps one that follows from alert and priority.</summary>
    [Id(3)]
    public required string GroupKey { get; init; }

    /// <summary>Labels of the group.</summary>
    [Id(4)]
    public LabelSet GroupLabels { get; init; } = LabelSet.Empty;

    /// <summary>The alerts as they were when it was decided, at most <see cref="MaxAlerts"/>, firing ones first.</summary>
    [Id(5)]
    public required ImmutableArray<AlertView> Alerts { get; init; }

    /// <summary>How many alerts were left out.</summary>
    [Id(6)]
    public int TruncatedAlerts { get; init; }

    /// <summary>P0, P1 or P2: the most urgent of its alerts.</summary>
    [Id(7)]
    public required string Priority { get; init; }

    /// <summary>Role that the escalation step calls, for example <c>sre</c>; null for a route of alertmanager.yml.</summary>
    [Id(8)]
    public string? Role { get; init; }

    /// <summary>Number of the escalation step, the first is 1; 0 for a route.</summary>
    [Id(9)]
    public int Step { get; init; }

    /// <summary>When it was decided.</summary>
    [Id(10)]
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether any of its alerts fires; otherwise it tells that they have ended.</summary>
    public bool IsFiring => Alerts.Any(alert => alert.Status != AlertStatus.Resolved);
}
