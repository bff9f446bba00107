using Iskra.Gateway.Security;

namespace Iskra.Gateway.Sessions;

/// <summary>Who sent a frame, and where the replies go.</summary>
/// <param name="Session">The session; null for a request without one.</param>
/// <param name="Caller">Who sent it.</param>
/// <param name="Endpoint">Where it came in.</param>
/// <param name="Replies">Where the replies go.</param>
public sealed record FrameContext(Session? Session, Caller Caller, SessionEndpoint Endpoint, IReplies Replies)
{
    /// <summary>A frame that came by the connection of a session.</summary>
    public static FrameContext Of(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new(session, session.Caller, session.Endpoint, new ConnectionReplies(session.Outbox));
    }

    /// <summary>A frame for a session whose replies are gathered.</summary>
    public static FrameContext Of(Session session, CollectedReplies replies)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new(session, session.Caller, session.Endpoint, replies);
    }

    /// <summary>The positions of the session; empty without one. Only where <see cref="IReplies.Send{TState}"/> builds a reply.</summary>
    public string CursorLocked() => Session?.CursorLocked() ?? string.Empty;
}
