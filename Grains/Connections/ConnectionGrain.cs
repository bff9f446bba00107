using System.Collections.Immutable;
using Iskra.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Storage;

namespace Iskra.Connections;

/// <summary>
/// One session. Its calls interleave, since those of one gateway must not wait for the store on behalf of another; every
/// decision is made between two awaits. The way to the gateway that holds the session is known in memory only: after the grain has
/// moved it is found again by the id of the gateway, which is stored, and the generation keeps an earlier gateway from changing
/// anything.
/// </summary>
[Reentrant]
[GrainType("connection")]
[CollectionAgeLimit(Minutes = 5)]
public sealed partial class ConnectionGrain : Grain, IConnectionGrain
{
    /// <summary>Name of the stored state.</summary>
    public const string StateName = "state";

    /// <summary>How long opening waits for the store before it goes on from memory; a client is waiting.</summary>
    public static readonly TimeSpan OpenTimeout = TimeSpan.FromMilliseconds(400);

    /// <summary>Longest wait for the gateway that holds the session.</summary>
    public static readonly TimeSpan HostTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How often, at most, a session that could not be stored is tried again; spread over twice this.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    /// <summary>How often opening is decided again because another activation was first.</summary>
    public const int MaxAttempts = 3;

    private readonly IGrainStorage _storage;
    private readonly TimeProvider _time;
    private readonly ILogger<ConnectionGrain> _logger;
    private SessionStore _store = null!;
    private ISessionHost? _host;
    private IGrainTimer? _retry;
    private bool _ending;

    /// <summary>Made by the engine.</summary>
    public ConnectionGrain(
        [FromKeyedServices(GrainStateNames.Storage)] IGrainStorage storage,
        TimeProvider time,
        ILogger<ConnectionGrain> logger)
    {
        _storage = storage;
        _time = time;
        _logger = logger;
    }

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var stored = new StoredState<SessionState>(_storage, StateName, this.GetGrainId(), _time);
        _store = new SessionStore(stored, ScheduleRetry, Release, _logger);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _ending = true;
        return _store.Flush();
    }

    /// <inheritdoc />
    public async Task<SessionOpened> Open(SessionRequest request)
    {
        if (request.Resume) await LoadAsync();
        else _store.AssumeNew();
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var known = _store.Session;
            var decision = SessionRules.Decide(known, request, _time.GetUtcNow());
            if (decision == SessionDecision.Reject) return new SessionOpened(false, false, 0, []);
            if (known is not null) Release(known);
            _host = request.Host;
            var losses = _store.Losses;
            var opened = SessionRules.Open(known, request, _time.GetUtcNow());
            await StoreAsync(opened, OpenTimeout);
            if (_store.Losses == losses)
            {
                var resumes = decision == SessionDecision.Resume;
                return new SessionOpened(true, resumes, opened.Generation, opened.Subscriptions, resumes ? known?.Transport : null);
            }
        }

        throw new RefusedException(ErrorCode.Overloaded, "The session is being opened elsewhere. Try again.", 1);
    }

    /// <inheritdoc />
    public async Task<bool> SetSubscriptions(long generation, ImmutableArray<Subscription> subscriptions)
    {
        if (await FindAsync(generation) is not { } session) return false;
        await StoreAsync(SessionRules.Subscribe(session, subscriptions, _time.GetUtcNow()), Patience);
        return _store.Session?.Generation == generation;
    }

    /// <inheritdoc />
    public async Task<bool> Save(long generation, SessionCheckpoint checkpoint)
    {
        if (await FindAsync(generation) is not { } session) return false;
        var saved = SessionRules.Save(session, checkpoint, _time.GetUtcNow());

        // Not awaited: the gateway saves again within a second of the next change, and a write under way takes what is newest.
        // While the store is away the next try takes it.
        _ = StoreAsync(saved, Patience, write: _retry is null && _store.MustStore(saved));
        return true;
    }

    /// <inheritdoc />
    public async Task Detach(long generation)
    {
        if (await FindAsync(generation) is not { } session) return;
        _host = null;
        await StoreAsync(SessionRules.Detach(session, _time.GetUtcNow()), Patience);
    }

    /// <inheritdoc />
    public async Task<ReadOnlyMemory<byte>> Forward(string? user, ReadOnlyMemory<byte> frame)
    {
        await LoadAsync();
        if (Living() is not { } session || !string.Equals(session.User, user, StringComparison.Ordinal)) throw NotFound("There is no such session.");
        if (await FindHostAsync(session) is not { } host) throw NotFound("No gateway holds the session now; connect first.");
        try
        {
            return await host.Handle(this.GetPrimaryKeyString(), frame).WaitAsync(HostTimeout, _time);
        }
        catch (TimeoutException)
        {
            throw new RefusedException(ErrorCode.Timeout, "The gateway that holds the session did not answer within 5 s. Try again.");
        }
        catch (Exception gone) when (gone is not RefusedException)
        {
            LogHostGone(_logger, gone, session.Gateway);
            throw NotFound("The gateway that held the session has gone; connect first.");
        }
    }

    private async Task<ISessionHost?> FindHostAsync(SessionState session)
    {
        if (_host is not null || session.Gateway is not { } gateway) return _host;
        var host = await GrainFactory.GetGrain<IGatewayGrain>(gateway).Host();
        if (_store.Session?.Generation == session.Generation) _host ??= host;
        return _host;
    }

    /// <inheritdoc />
    public async Task<SessionView?> Describe()
    {
        await LoadAsync();
        if (Living() is not { } session) return null;
        return new SessionView(
            SessionRules.Shorten(this.GetPrimaryKeyString()),
            session.User,
            session.Dashboard,
            session.Transport,
            session.Gateway,
            [.. session.Subscriptions.Select(subscription => subscription.Channel)],
            session.RoundTripMs);
    }

    // A store that is known to be away is given less time.
    private TimeSpan Patience => _retry is null ? StoredState<SessionState>.Timeout : OpenTimeout;

    private SessionState? Living() =>
        _store.Session is { } session && !SessionRules.IsExpired(session, _time.GetUtcNow()) ? session : null;

    private async Task<SessionState?> FindAsync(long generation)
    {
        await LoadAsync();
        return _store.Session is { } session && session.Generation == generation ? session : null;
    }

    private async Task LoadAsync()
    {
        try
        {
            await _store.LoadAsync();
        }
        catch (StoreUnavailableException)
        {
            throw new RefusedException(ErrorCode.Overloaded, "The session cannot be read: the store is away. Try again.", 1);
        }
    }

    private async Task StoreAsync(SessionState session, TimeSpan bound, bool write = true)
    {
        try
        {
            await _store.Set(session, write).WaitAsync(bound, _time);
        }
        catch (TimeoutException)
        {
            // The write goes on; the caller does not wait for it any longer.
            LogSlowStore(_logger, bound.TotalMilliseconds);
        }

        if (!_store.IsDirty) ScheduleRetry();
    }

    // A timer exists only while something waits to be stored; it keeps the grain active until then.
    private void ScheduleRetry()
    {
        if (_ending || !_store.IsDirty)
        {
            _retry?.Dispose();
            _retry = null;
            return;
        }

        var spread = this.GetPrimaryKeyString().Sum(character => (long)character) * 37 % (long)RetryInterval.TotalMilliseconds;
        var due = RetryInterval + TimeSpan.FromMilliseconds(spread);
        _retry ??= this.RegisterGrainTimer(
            RetryAsync,
            new GrainTimerCreationOptions { DueTime = due, Period = due, Interleave = true, KeepAlive = true });
    }

    private async Task RetryAsync()
    {
        if (Living() is null) _store.Abandon();
        await _store.Flush();
        ScheduleRetry();
    }

    private void Release(SessionState session)
    {
        if (_host is { } host) _ = EvictAsync(host, session.Generation);
        _host = null;
    }

    // Nobody waits for it: the gateway may be dead, and its generation has ended in any case.
    private async Task EvictAsync(ISessionHost host, long generation)
    {
        try
        {
            await host.Evict(this.GetPrimaryKeyString(), generation);
        }
#pragma warning disable CA1031 // A gateway that cannot be told has lost the session all the same.
        catch (Exception gone)
#pragma warning restore CA1031
        {
            LogNotEvicted(_logger, gone);
        }
    }

    private static RefusedException NotFound(string message) => new(ErrorCode.NotFound, message);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The store took longer than {BoundMs} ms; the session goes on from memory.")]
    private static partial void LogSlowStore(ILogger logger, double boundMs);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Gateway {Gateway}, which held the session, could not be reached.")]
    private static partial void LogHostGone(ILogger logger, Exception reason, string? gateway);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The gateway that held the session before could not be told.")]
    private static partial void LogNotEvicted(ILogger logger, Exception reason);
}
