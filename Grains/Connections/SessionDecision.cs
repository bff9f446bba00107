namespace Iskra.Connections;

/// <summary>What becomes of a request for a session.</summary>
public enum SessionDecision
{
    /// <summary>The id cannot be used: unknown, expired, of another user, or taken.</summary>
    Reject,

    /// <summary>A session starts.</summary>
    Start,

    /// <summary>The session continues at the gateway that asks.</summary>
    Resume,
}
