namespace Iskra.Alerts;

/// <summary>An alert on the board: what is stored of it, and what follows from that.</summary>
internal sealed class AlertEntry(AlertRecord record, InhibitionRoles roles, IReadOnlyList<Route> routes)
{
    public AlertRecord Record { get; set; } = record;

    public InhibitionRoles Roles { get; } = roles;

    public IReadOnlyList<Route> Routes { get; } = routes;

    public string Priority { get; } = AlertPriority.Of(record.Labels);

    public IReadOnlyList<string> SilencedBy { get; set; } = [];

    public string? InhibitedBy { get; set; }

    /// <summary>The event that tells of its begin, while that is not told yet.</summary>
    public string? Begun { get; set; }

    /// <summary>The end that is stored, or will be with what waits to be stored.</summary>
    public DateTimeOffset StoredEndsAt { get; set; } = record.EndsAt;

    public bool IsSuppressed => SilencedBy.Count > 0 || InhibitedBy is not null;

    /// <summary>Whether it is to be told of: it fires, and nothing speaks against it.</summary>
    public bool IsNotifying => Record is { IsFiring: true, Acknowledgement: null } && !IsSuppressed;
}
