namespace Iskra.Alerts;

/// <summary>What an alert does.</summary>
public enum AlertStatus
{
    /// <summary>It fires and nothing keeps it from notifying.</summary>
    Firing,

    /// <summary>It fires, and a silence or another alert keeps it from notifying.</summary>
    Suppressed,

    /// <summary>It has ended.</summary>
    Resolved,
}
