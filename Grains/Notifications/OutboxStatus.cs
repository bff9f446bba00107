namespace Iskra.Notifications;

/// <summary>Where a notification is on its way.</summary>
public enum OutboxStatus
{
    /// <summary>It waits to be sent, for the first time or again.</summary>
    Pending,

    /// <summary>Somebody sends it, or did until he died; nobody else touches it before the lease has expired.</summary>
    Claimed,

    /// <summary>Its receiver has taken it.</summary>
    Sent,

    /// <summary>It was given up.</summary>
    Failed,
}
