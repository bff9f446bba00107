namespace Iskra.Alerts;

/// <summary>Types of the lifecycle events (domain section 5).</summary>
public static class AlertEvent
{
    /// <summary>An alert that was not known fires.</summary>
    public const string Created = "alert_created";

    /// <summary>An alert that was known fires again, or is not suppressed any more.</summary>
    public const string Firing = "alert_firing";

    /// <summary>An alert has ended.</summary>
    public const string Resolved = "alert_resolved";

    /// <summary>An alert is suppressed from now on: by a silence or by another alert.</summary>
    public const string Inhibited = "alert_inhibited";

    /// <summary>Somebody takes care of an alert.</summary>
    public const string Acknowledged = "alert_acknowledged";

    /// <summary>A silence was made.</summary>
    public const string SilenceCreated = "silence_created";

    /// <summary>A silence was changed, or begins to be in force.</summary>
    public const string SilenceUpdated = "silence_updated";

    /// <summary>Somebody ended a silence.</summary>
    public const string SilenceDeleted = "silence_deleted";

    /// <summary>A silence has ended, or another has taken its place.</summary>
    public const string SilenceExpired = "silence_expired";

    /// <summary>The numbers of now.</summary>
    public const string Stats = "stats_updated";
}
