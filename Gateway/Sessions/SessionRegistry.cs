using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Iskra.Gateway.Sessions;

/// <summary>The sessions of this gateway, by id.</summary>
public sealed class SessionRegistry
{
    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count => _sessions.Count;

    /// <summary>All of them.</summary>
    public IEnumerable<Session> All => _sessions.Select(static item => item.Value);

    /// <summary>The session with an id.</summary>
    public bool TryGet(string id, [NotNullWhen(true)] out Session? session) => _sessions.TryGetValue(id, out session);

    /// <summary>Adds a session; one with the same id, from an earlier connection, is given back to be ended.</summary>
    internal Session? Add(Session session)
    {
        Session? earlier = null;
        _sessions.AddOrUpdate(session.Id, session, (_, present) =>
        {
            earlier = present;
            return session;
        });
        return earlier;
    }

    /// <summary>Takes a session off, unless a later one has its id.</summary>
    internal void Remove(Session session) => _sessions.TryRemove(KeyValuePair.Create(session.Id, session));
}
