using Iskra.Connections;
using Iskra.Gateway.Hosting;
using Iskra.Gateway.Observability;
using Iskra.Gateway.Protocol;
using Iskra.Gateway.Sockets;

namespace Iskra.Gateway.Sessions;

/// <summary>
/// Looks after all sessions of the gateway with one timer: heartbeats, marks, writes that do not end, tokens that run out, and
/// the saving of positions.
/// </summary>
public sealed partial class SessionKeeper : IDisposable
{
    /// <summary>The longest time between two looks.</summary>
    public static readonly TimeSpan MaxTick = TimeSpan.FromMilliseconds(250);

    /// <summary>A session is saved at most this often, and a mark sent at most this often.</summary>
    public static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(1);

    /// <summary>A session is saved at least this often, so that the cluster knows that it lives.</summary>
    public static readonly TimeSpan TouchInterval = TimeSpan.FromSeconds(60);

    /// <summary>How long before a token runs out the client is told.</summary>
    public static readonly TimeSpan TokenWarning = TimeSpan.FromSeconds(60);

    /// <summary>How many saves are under way at the same time.</summary>
    public const int MaxParallelSaves = 64;

    private readonly SessionRegistry _sessions;
    private readonly IClusterClient _cluster;
    private readonly ClusterCalls _calls;
    private readonly GatewayOptions _options;
    private readonly RealtimeMetrics _metrics;
    private readonly ConnectionReports _reports;
    private readonly TimeProvider _time;
    private readonly ILogger<SessionKeeper> _log;
    private readonly ITimer _timer;
    private readonly TimeSpan _tick;
    private int _saving;
    private int _isTicking;

    /// <summary>Begins to look after the sessions.</summary>
    public SessionKeeper(
        SessionRegistry sessions,
        IClusterClient cluster,
        ClusterCalls calls,
        GatewayOptions options,
        RealtimeMetrics metrics,
        ConnectionReports reports,
        TimeProvider time,
        ILogger<SessionKeeper> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        (_sessions, _cluster, _calls, _options, _metrics, _reports, _time, _log) = (sessions, cluster, calls, options, metrics, reports, time, log);
        var shortest = Math.Min(options.HeartbeatIntervalMs / 4, options.HeartbeatTimeoutMs / 2);
        _tick = TimeSpan.FromMilliseconds(Math.Clamp(shortest, 20, MaxTick.TotalMilliseconds));
        _timer = time.CreateTimer(static state => ((SessionKeeper)state!).Tick(), this, _tick, _tick);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>Begins to look after a session.</summary>
    internal void Begin(Session session)
    {
        var nowMs = _time.NowMs();
        session.Life.Heartbeat = new HeartbeatRule(nowMs);
        session.Life.Rate = new TokenBucket(_options.MessageBurst, nowMs);
        session.Life.Refusals = new TokenBucket(FrameIntake.RefusalBurst, nowMs);
        session.Life.SavedMs = nowMs;
    }

    /// <summary>The client gave a sign of life.</summary>
    internal void Heard(Session session)
    {
        lock (session.Life)
        {
            session.Life.Heartbeat.Heard(_time.NowMs());
        }
    }

    /// <summary>The client answered a heartbeat.</summary>
    internal void Answered(Session session, long number)
    {
        if (number == session.Life.HeartbeatNumber)
        {
            var roundTrip = _time.GetElapsedTime(session.Life.HeartbeatSentAt);
            session.TakeRoundTrip(roundTrip);
            _reports.HeartbeatAnswered(roundTrip);
        }
    }

    /// <summary>Begins the end of a connection: it is cut when it is not gone by then.</summary>
    internal void CutAfter(Session session, TimeSpan grace) => Volatile.Write(ref session.Life.CutMs, _time.NowMs() + (long)grace.TotalMilliseconds);

    /// <summary>Saves what has not been saved of a session whose connection has gone.</summary>
    internal Task SaveLastAsync(Session session) =>
        session.Life.IsAdvanced || session.Life.IsChanged ? SaveAsync(session, _time.NowMs()) : Task.CompletedTask;

    private void Tick()
    {
        if (Interlocked.Exchange(ref _isTicking, 1) == 1)
        {
            return;
        }

        try
        {
            var nowMs = _time.NowMs();
            foreach (var session in _sessions.All)
            {
                LookAfter(session, nowMs);
            }
        }
        finally
        {
            Volatile.Write(ref _isTicking, 0);
        }
    }

    private void LookAfter(Session session, long nowMs)
    {
        try
        {
            var cutMs = Volatile.Read(ref session.Life.CutMs);
            if (cutMs > 0)
            {
                CutWhenDue(session, nowMs >= cutMs);
                return;
            }

            session.Outbox.Tick(SaveInterval);
            CheckHeartbeat(session, nowMs);
            CheckToken(session);
            if (session.Outbox.IsStalled(TimeSpan.FromMilliseconds(_options.WriteTimeoutMs)))
            {
                session.Connection.Close(CloseCode.SlowConsumer, "slow_consumer", dropWaiting: true);
            }

            if (IsSaveDue(session, nowMs))
            {
                _ = SaveInTurnAsync(session, nowMs);
            }
        }
        catch (Exception problem)
        {
            LogFailed(problem);
        }
    }

    private static void CutWhenDue(Session session, bool isDue)
    {
        if (isDue)
        {
            session.Connection.Abort();
        }
    }

    private void CheckHeartbeat(Session session, long nowMs)
    {
        HeartbeatRule.Step step;
        lock (session.Life)
        {
            var intervalMs = session.Endpoint.HeartbeatIntervalMs ?? _options.HeartbeatIntervalMs;
            step = session.Life.Heartbeat.Next(nowMs, intervalMs, _options.HeartbeatTimeoutMs);
        }

        if (step is HeartbeatRule.Step.AskAgain or HeartbeatRule.Step.Dead)
        {
            _metrics.HeartbeatMissed();
            _reports.HeartbeatMissed(session);
        }

        if (step is HeartbeatRule.Step.Ask or HeartbeatRule.Step.AskAgain)
        {
            session.Life.HeartbeatSentAt = _time.GetTimestamp();
            session.Connection.SendHeartbeat(++session.Life.HeartbeatNumber);
        }

        if (step == HeartbeatRule.Step.Dead)
        {
            session.Connection.Close(CloseCode.HeartbeatMissed, "heartbeat_missed", dropWaiting: true);
        }
    }

    private void CheckToken(Session session)
    {
        if (session.Caller.ExpiresAt is not { } expiresAt)
        {
            return;
        }

        var left = expiresAt - _time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            session.Connection.Close(CloseCode.TokenExpired, ErrorCode.TokenExpired);
        }
        else if (left <= TokenWarning && !session.Life.IsWarned)
        {
            session.Life.IsWarned = true;
            var error = new FrameError(ErrorCode.TokenExpired, "The token runs out soon; connect again with a new one.", null, left.TotalSeconds);
            session.Outbox.Send(ServerFrames.Error(error, default, session.Endpoint.Timestamp(_time.GetUtcNow())));
        }
    }

    private static bool IsSaveDue(Session session, long nowMs)
    {
        var life = session.Life;
        var sinceMs = nowMs - life.SavedMs;
        var isWanted = (life.IsAdvanced || life.IsChanged) && sinceMs >= SaveInterval.TotalMilliseconds;
        return !life.IsSaving && (isWanted || sinceMs >= TouchInterval.TotalMilliseconds);
    }

    private async Task SaveInTurnAsync(Session session, long nowMs)
    {
        // Whoever finds no turn now is looked at again with the next tick.
        if (Interlocked.Increment(ref _saving) > MaxParallelSaves)
        {
            Interlocked.Decrement(ref _saving);
            return;
        }

        try
        {
            await SaveAsync(session, nowMs);
        }
        finally
        {
            Interlocked.Decrement(ref _saving);
        }
    }

    private async Task SaveAsync(Session session, long nowMs)
    {
        var life = session.Life;
        life.IsSaving = true;
        life.SavedMs = nowMs;
        var (isChanged, isAdvanced) = (life.IsChanged, life.IsAdvanced);
        life.IsChanged = false;
        life.IsAdvanced = false;
        try
        {
            var grain = _cluster.GetGrain<IConnectionGrain>(session.Id);
            var saved = session.Saved();
            var holds = await _calls.CallAsync(() => isChanged
                ? grain.SetSubscriptions(session.Generation, saved)
                : grain.Save(session.Generation, new SessionCheckpoint(saved, session.RoundTripMs)));
            if (!holds)
            {
                session.Connection.Close(CloseCode.Normal, "session_moved", dropWaiting: true);
            }
        }
        catch (Exception problem)
        {
            life.IsChanged |= isChanged;
            life.IsAdvanced |= isAdvanced;
            LogNotSaved(problem);
        }
        finally
        {
            life.IsSaving = false;
        }
    }

    [LoggerMessage(1231, LogLevel.Error, "A session could not be looked after")]
    private partial void LogFailed(Exception problem);

    [LoggerMessage(1232, LogLevel.Warning, "A session could not be saved now; it is tried again")]
    private partial void LogNotSaved(Exception problem);
}
