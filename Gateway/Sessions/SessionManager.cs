using System.Collections.Immutable;
using Iskra.Channels;
using Iskra.Connections;
using Iskra.Gateway.Fanout;
using Iskra.Gateway.Hosting;
using Iskra.Gateway.Protocol;
using Iskra.Gateway.Sockets;

namespace Iskra.Gateway.Sessions;

/// <summary>Opens, continues and ends the sessions of this gateway, within its limits.</summary>
public sealed partial class SessionManager : IDrainable, IDisposable
{
    private readonly IClusterClient _cluster;
    private readonly ClusterCalls _calls;
    private readonly SessionSubscriber _subscriber;
    private readonly FrameDispatcher _dispatcher;
    private readonly GatewayIdentity _gateway;
    private readonly TimeProvider _time;
    private readonly ILogger<SessionManager> _log;
    private readonly ChannelHubs _hubs;
    private readonly ConnectionLimits _limits;
    private readonly SessionKeeper _keeper;
    private readonly ConnectionReports _reports;
    private readonly SessionHost _host;
    private readonly Lazy<ISessionHost> _reference;
    private volatile bool _isDraining;
    private int _opening;

    /// <summary>No sessions yet.</summary>
    public SessionManager(
        IClusterClient cluster,
        ClusterCalls calls,
        SessionSubscriber subscriber,
        FrameDispatcher dispatcher,
        ChannelHubs hubs,
        SessionRegistry sessions,
        SessionKeeper keeper,
        ConnectionReports reports,
        GatewayIdentity gateway,
        GatewayOptions options,
        TimeProvider time,
        ILogger<SessionManager> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_cluster, _calls, _subscriber, _dispatcher, _gateway, _time, _log) = (cluster, calls, subscriber, dispatcher, gateway, time, log);
        _hubs = hubs;
        _keeper = keeper;
        _reports = reports;
        Sessions = sessions;
        _limits = new ConnectionLimits(options.MaxConnections, options.MaxConnectionsPerAddress);
        _host = new SessionHost(sessions, HandleForwardedAsync);
        _reference = new Lazy<ISessionHost>(() => cluster.CreateObjectReference<ISessionHost>(_host));
    }

    /// <summary>The sessions that live here.</summary>
    public SessionRegistry Sessions { get; }

    /// <summary>This gateway, as the cluster can call it about its sessions.</summary>
    internal ISessionHost Reference => _reference.Value;

    /// <summary>Opens a session for a connection, or continues the one it names.</summary>
    /// <exception cref="RefusedException"><c>overloaded</c>: too many connections, or the gateway stops.</exception>
    /// <exception cref="CircuitOpenException">The cluster is not asked now.</exception>
    public async Task<Session> OpenAsync(SessionOpening opening)
    {
        ArgumentNullException.ThrowIfNull(opening);

        // Counted before anything is looked at, so that a drain that begins now waits for it.
        Interlocked.Increment(ref _opening);
        try
        {
            return await OpenWithinLimitsAsync(opening);
        }
        finally
        {
            Interlocked.Decrement(ref _opening);
        }
    }

    /// <summary>
    /// Lets a session follow what it followed, what the positions of the client name, and what its endpoint gives. To be
    /// called once, before any request of the session is handled; the events wait in the outbox then.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="positions">What the client says it has seen; goes before what was saved.</param>
    public async Task RestoreAsync(Session session, ImmutableDictionary<string, ChannelPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(positions);
        var saved = session.Restored;
        var defaults = saved.Where(static item => item.IsDefault).Select(static item => item.Channel).ToList();
        if (!session.IsResumed || saved.IsEmpty)
        {
            defaults.AddRange(session.Endpoint.Channels);
        }

        var since = saved.Where(static item => item.Position is not null)
            .ToImmutableDictionary(static item => item.Channel, static item => item.Position!.Value, StringComparer.Ordinal)
            .SetItems(positions);
        var others = saved.Select(static item => item.Channel).Concat(positions.Keys).Except(defaults, StringComparer.Ordinal).ToList();
        var ofDefaults = await _subscriber.SubscribeAsync(session, defaults, since, isDefault: true);
        var ofOthers = await _subscriber.SubscribeAsync(session, others, since, isDefault: false);
        _dispatcher.Refuse(session, [.. ofDefaults.Rejections, .. ofOthers.Rejections]);
    }

    /// <summary>A connection got no session.</summary>
    internal void Refused(SessionEndpoint endpoint, FrameError error) => _reports.Refused(endpoint, error);

    /// <summary>The connection of a session has gone. The session itself can be continued.</summary>
    /// <param name="session">The session.</param>
    /// <param name="failure">Why the connection ended badly, a fixed word; null when it ended well.</param>
    public async Task CloseAsync(Session session, string? failure)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (failure is not null) _reports.Failed(session, failure);
        Sessions.Remove(session);
        _subscriber.LeaveAll(session);
        _limits.Leave(session.Opening.Address);
        session.Metrics.Closed(session.Opening.AcceptedAt, failure is not null);
        try
        {
            await _keeper.SaveLastAsync(session);
            await _calls.CallAsync(() => _cluster.GetGrain<IConnectionGrain>(session.Id).Detach(session.Generation));
        }
        catch (Exception problem) when (problem is RefusedException or CircuitOpenException)
        {
            LogNotDetached(problem);
        }
    }

    /// <summary>Handles a frame for a session of this gateway that came by another way than its connection.</summary>
    /// <param name="session">The session.</param>
    /// <param name="frame">The frame.</param>
    /// <returns>The replies, in order.</returns>
    public async Task<IReadOnlyList<byte[]>> HandleAsync(Session session, ClientFrame frame)
    {
        ArgumentNullException.ThrowIfNull(session);
        var replies = new CollectedReplies(session);
        try
        {
            await session.Queue().RunInTurnAsync(() => _dispatcher.HandleAsync(FrameContext.Of(session, replies), frame));
        }
        catch (CircuitOpenException)
        {
            // The error frame is among the replies already. The connection of the session did not ask, so it stays.
        }

        return replies.Replies;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_reference.IsValueCreated)
        {
            try
            {
                _cluster.DeleteObjectReference<ISessionHost>(_reference.Value);
            }
            catch (ArgumentException)
            {
                // The silo of this process has stopped before, and its observers with it.
            }
        }
    }

    private async Task<Session> OpenWithinLimitsAsync(SessionOpening opening)
    {
        if (_isDraining)
        {
            throw new RefusedException(ErrorCode.Overloaded, "This gateway is stopping; another one will answer.", 1);
        }

        if (_limits.TryEnter(opening.Address) is { } full)
        {
            throw new RefusedException(ErrorCode.Overloaded, full, 5);
        }

        try
        {
            var session = await OpenAtClusterAsync(opening);
            Begin(session, opening);
            return session;
        }
        catch
        {
            _limits.Leave(opening.Address);
            throw;
        }
    }

    private void Begin(Session session, SessionOpening opening)
    {
        // Before it can be found: whoever looks after all sessions would take one that has not begun for one that is silent.
        _keeper.Begin(session);
        if (Sessions.Add(session) is { } earlier)
        {
            earlier.Connection.Close(CloseCode.Normal, "session_moved", dropWaiting: true);
        }

        opening.Metrics.Accepted(opening.AcceptedAt);
        if (session.IsResumed)
        {
            opening.Metrics.Reconnected();
        }

        _reports.Opened(session, session.PreviousTransport);

        // It was being opened when the drain began, and nobody else would tell it.
        if (_isDraining) SendAway(session);
    }

    private async Task<Session> OpenAtClusterAsync(SessionOpening opening)
    {
        if (SessionId.IsValid(opening.Session))
        {
            var continued = await OpenAtClusterAsync(opening, opening.Session!, resume: true);
            if (continued.Accepted)
            {
                return Of(opening, opening.Session!, continued);
            }
        }

        var id = SessionId.Create();
        return Of(opening, id, await OpenAtClusterAsync(opening, id, resume: false));
    }

    private Task<SessionOpened> OpenAtClusterAsync(SessionOpening opening, string id, bool resume) =>
        _calls.CallAsync(() => _cluster.GetGrain<IConnectionGrain>(id).Open(new SessionRequest(
            opening.Caller.User?.Text, opening.Endpoint.Dashboard, opening.Transport, _gateway.Id, _reference.Value, resume)));

    private static Session Of(SessionOpening opening, string id, SessionOpened opened) =>
        new(id, opening, opened.Generation, opened.Resumed) { Restored = opened.Subscriptions, PreviousTransport = opened.PreviousTransport };

    private async Task<ReadOnlyMemory<byte>> HandleForwardedAsync(Session session, ReadOnlyMemory<byte> message)
    {
        var parsed = FrameParser.Parse(message.Span);
        if (parsed.Frame is not { } frame)
        {
            return ServerFrames.Error(parsed.Error!, parsed.Ref, session.Endpoint.Timestamp(_time.GetUtcNow()));
        }

        var replies = await HandleAsync(session, frame);
        return replies.Count > 0 ? replies[0] : default;
    }

    [LoggerMessage(1221, LogLevel.Information, "The end of a connection could not be told to the cluster; the session expires by itself")]
    private partial void LogNotDetached(Exception problem);
}
