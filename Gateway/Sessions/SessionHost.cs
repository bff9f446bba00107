using Iskra.Connections;

namespace Iskra.Gateway.Sessions;

/// <summary>This gateway, as the cluster calls it about its sessions.</summary>
internal sealed class SessionHost(SessionRegistry sessions, Func<Session, ReadOnlyMemory<byte>, Task<ReadOnlyMemory<byte>>> handle) : ISessionHost
{
    public Task Evict(string session, long generation)
    {
        if (sessions.TryGet(session, out var found) && found.Generation <= generation)
        {
            found.Connection.Close(Sockets.CloseCode.Normal, "session_moved", dropWaiting: true);
        }

        return Task.CompletedTask;
    }

    public Task<ReadOnlyMemory<byte>> Handle(string session, ReadOnlyMemory<byte> frame) => sessions.TryGet(session, out var found)
        ? handle(found, frame)
        : throw new RefusedException(ErrorCode.NotFound, "The session is not on this gateway any more.");
}
