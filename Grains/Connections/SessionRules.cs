using System.Collections.Immutable;

namespace Iskra.Connections;

/// <summary>How sessions begin, continue and end (protocol section 2).</summary>
public static class SessionRules
{
    /// <summary>How long after its last sign of life a session can be resumed.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How often at least a session that lives is stored, although nothing else about it has changed; well below the age at
    /// which rows of dead sessions are deleted.
    /// </summary>
    public static readonly TimeSpan TouchInterval = TimeSpan.FromMinutes(1);

    private const int ShownCharacters = 6;

    /// <summary>Decides on a request.</summary>
    /// <param name="known">The session of that id, or null.</param>
    /// <param name="request">The request.</param>
    /// <param name="now">The time.</param>
    public static SessionDecision Decide(SessionState? known, SessionRequest request, DateTimeOffset now)
    {
        var lives = known is not null && !IsExpired(known, now);
        if (!request.Resume) return lives ? SessionDecision.Reject : SessionDecision.Start;
        return lives && string.Equals(known!.User, request.User, StringComparison.Ordinal) ? SessionDecision.Resume : SessionDecision.Reject;
    }

    /// <summary>Whether a session can no longer be resumed.</summary>
    public static bool IsExpired(SessionState session, DateTimeOffset now) => now - session.SeenAt > Lifetime;

    /// <summary>The session after an accepted request.</summary>
    public static SessionState Open(SessionState? known, SessionRequest request, DateTimeOffset now) => new(
        request.User,
        request.Dashboard,
        request.Transport,
        request.Gateway,
        (known?.Generation ?? 0) + 1,
        now,
        now,
        null,
        request.Resume && known is not null ? known.Subscriptions : []);

    /// <summary>The session after its gateway saved how far the client has read.</summary>
    public static SessionState Save(SessionState session, SessionCheckpoint checkpoint, DateTimeOffset now) => session with
    {
        Subscriptions = Given(checkpoint.Subscriptions),
        RoundTripMs = checkpoint.RoundTripMs ?? session.RoundTripMs,
        SeenAt = now,
    };

    /// <summary>The session after its subscriptions were replaced.</summary>
    public static SessionState Subscribe(SessionState session, ImmutableArray<Subscription> subscriptions, DateTimeOffset now) =>
        session with { Subscriptions = Given(subscriptions), SeenAt = now };

    /// <summary>The session after its socket has gone.</summary>
    public static SessionState Detach(SessionState session, DateTimeOffset now) => session with { Gateway = null, SeenAt = now };

    /// <summary>
    /// Whether a session must be stored again: something to resume from has changed, or the row would soon look dead.
    /// </summary>
    /// <param name="stored">What the store is known to hold, or null.</param>
    /// <param name="session">The session.</param>
    public static bool MustStore(SessionState? stored, SessionState session) =>
        stored is null
        || stored.Generation != session.Generation
        || stored.Gateway != session.Gateway
        || session.SeenAt - stored.SeenAt >= TouchInterval
        || !stored.Subscriptions.SequenceEqual(session.Subscriptions);

    /// <summary>
    /// Whether what another activation stored has precedence over what this one wants to store: a later opening, or another
    /// one of the same number, which was stored first.
    /// </summary>
    public static bool Yields(SessionState session, SessionState? stored) =>
        stored is not null
        && stored.Generation >= session.Generation
        && !(stored.Generation == session.Generation && stored.OpenedAt == session.OpenedAt && IsSameGateway(stored, session));

    /// <summary>The start of a session id, enough to tell sessions apart and too little to use one.</summary>
    public static string Shorten(string session) => session.Length <= ShownCharacters ? "…" : session[..ShownCharacters] + "…";

    // A session that was detached since has no gateway any more; it is the same opening all the same.
    private static bool IsSameGateway(SessionState one, SessionState other) =>
        one.Gateway is null || other.Gateway is null || one.Gateway == other.Gateway;

    private static ImmutableArray<Subscription> Given(ImmutableArray<Subscription> subscriptions) =>
        subscriptions.IsDefault ? [] : subscriptions;
}
