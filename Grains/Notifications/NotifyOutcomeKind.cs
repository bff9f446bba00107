namespace Iskra.Notifications;

/// <summary>How a try to tell a receiver ended.</summary>
public enum NotifyOutcomeKind
{
    /// <summary>The receiver has taken it.</summary>
    Sent,

    /// <summary>The receiver has not taken it, and may do so later.</summary>
    NotSent,

    /// <summary>Nobody knows whether the receiver has taken it: the answer was lost.</summary>
    Unknown,

    /// <summary>The receiver will never take it.</summary>
    Rejected,
}
