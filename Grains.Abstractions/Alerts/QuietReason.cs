namespace Iskra.Alerts;

/// <summary>Why an alert does not notify anybody now.</summary>
public enum QuietReason
{
    /// <summary>A silence matches it.</summary>
    Silenced,

    /// <summary>Another alert inhibits it.</summary>
    Inhibited,

    /// <summary>All its routes are muted by time intervals.</summary>
    Muted,

    /// <summary>Somebody has acknowledged it.</summary>
    Acknowledged,

    /// <summary>The next step of its chain, or the flush of its group, is not due yet.</summary>
    Waiting,

    /// <summary>Everybody who was to be notified has been.</summary>
    Notified,

    /// <summary>Nobody is to be notified of it: no receiver is configured for its route or chain.</summary>
    Nobody,

    /// <summary>It fires again within its cool-down.</summary>
    CoolDown,

    /// <summary>It has ended.</summary>
    Resolved,
}
