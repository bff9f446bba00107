namespace Iskra.Gateway.Sessions;

/// <summary>What those who look after a session note about it; times are milliseconds of the clock of the gateway.</summary>
internal sealed class SessionLife
{
    /// <summary>Signs of life; guarded by a lock on this object.</summary>
    internal HeartbeatRule Heartbeat;

    /// <summary>The rate of its messages; used only by the thread that receives.</summary>
    internal TokenBucket Rate;

    /// <summary>How many refusals for the rate it may still be sent; used only by the thread that receives.</summary>
    internal TokenBucket Refusals;

    /// <summary>Whether what the client is known to have received has moved on since it was saved.</summary>
    internal volatile bool IsAdvanced;

    /// <summary>Whether the list of subscriptions has changed since it was stored.</summary>
    internal volatile bool IsChanged;

    /// <summary>Whether a save is under way.</summary>
    internal volatile bool IsSaving;

    /// <summary>When it was last saved.</summary>
    internal long SavedMs;

    /// <summary>Number of the newest heartbeat.</summary>
    internal long HeartbeatNumber;

    /// <summary>When that was sent, as a timestamp of the clock.</summary>
    internal long HeartbeatSentAt;

    /// <summary>Whether the client was told that its token runs out.</summary>
    internal bool IsWarned;

    /// <summary>When a connection that is being closed is cut; 0 while it is not.</summary>
    internal long CutMs;
}
