using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Storage;

namespace Iskra.Alerts;

/// <summary>
/// The shell around <see cref="AlertBoard"/>: it gives it the time, stores what changed – everything that arrived meanwhile together –
/// and then hands over what follows. Nothing is acknowledged, shown on a channel or told to anybody before it is stored.
/// </summary>
[Reentrant]
[GrainType("alert-index")]
public sealed partial class AlertIndexGrain : Grain, IAlertIndexGrain, IRemindable
{
    /// <summary>Most alerts in one call.</summary>
    public const int MaxPosts = 10_000;

    /// <summary>How often <c>stats_updated</c> is shown.</summary>
    public static readonly TimeSpan StatsInterval = TimeSpan.FromSeconds(10);

    /// <summary>How long after a failure the store, the channels and the outboxes are tried again.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private const string WakeReminder = "wake";

    // A reminder brings the grain back when its silo has died; while it is there its own timer is exact.
    private static readonly TimeSpan WakeInterval = TimeSpan.FromMinutes(1);

    // Timers are not exact; looking a moment later saves looking twice.
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(1);

    private readonly IGrainStorage _storage;
    private readonly LiveAlertSettings _live;
    private readonly AlertSettings _settings;
    private readonly ISilenceIdSource _ids;
    private readonly INotificationOutbox _outbox;
    private readonly TimeProvider _time;
    private readonly ILogger<AlertIndexGrain> _logger;
    private AlertBoard? _board;
    private BoardStore? _store;
    private AlertKeeper? _keeper;
    private Task? _loading;
    private IGrainTimer? _timer;
    private DateTimeOffset _statsAt;
    private bool _isReminded;
    private bool _ending;

    /// <summary>Made by the engine.</summary>
    public AlertIndexGrain(
        [FromKeyedServices(GrainStateNames.Storage)] IGrainStorage storage,
        LiveAlertSettings settings,
        ISilenceIdSource ids,
        INotificationOutbox outbox,
        TimeProvider time,
        ILogger<AlertIndexGrain> logger)
    {
        _storage = storage;
        _live = settings;
        _settings = settings.Current;
        _ids = ids;
        _outbox = outbox;
        _time = time;
        _logger = logger;
    }

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _timer = this.RegisterGrainTimer(
            TickAsync, new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = Timeout.InfiniteTimeSpan, Interleave = true, KeepAlive = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _ending = true;
        if (_keeper is { } keeper) await TolerantlyAsync(keeper.FlushAsync());
    }

    /// <inheritdoc />
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task Post(ImmutableArray<AlertPost> posts)
    {
        if (posts.Length > MaxPosts)
            throw new RefusedException(ErrorCode.InvalidField, $"At most {MaxPosts} alerts can be posted at once.", field: "alerts");
        await ReadyAsync();
        _board!.Post(posts, _time.GetUtcNow());
        await SettleAsync();
    }

    /// <inheritdoc />
    public async Task<ImmutableArray<AlertView>> Query(AlertQuery query)
    {
        await ReadyAsync();
        return Board().Query(query, _time.GetUtcNow());
    }

    /// <inheritdoc />
    public async Task<ImmutableArray<AlertGroupView>> Groups(AlertQuery query)
    {
        await ReadyAsync();
        return Board().Groups(query, _time.GetUtcNow());
    }

    /// <inheritdoc />
    public async Task<AlertView> Acknowledge(string fingerprint, string by)
    {
        await ReadyAsync();
        var view = Board().Acknowledge(fingerprint, by, _time.GetUtcNow());
        await SettleAsync();
        return view;
    }

    /// <inheritdoc />
    public async Task<AlertEscalation?> Escalation(string fingerprint)
    {
        await ReadyAsync();
        return Board().Escalation(fingerprint, _time.GetUtcNow());
    }

    /// <inheritdoc />
    public async Task<string> PutSilence(SilencePost post)
    {
        await ReadyAsync();
        var id = Board().PutSilence(post, _time.GetUtcNow());
        await SettleAsync();
        return id;
    }

    /// <inheritdoc />
    public async Task ExpireSilence(string id)
    {
        await ReadyAsync();
        Board().ExpireSilence(id, _time.GetUtcNow());
        await SettleAsync();
    }

    /// <inheritdoc />
    public async Task<SilenceView?> Silence(string id)
    {
        await ReadyAsync();
        return Board().Silence(id, _time.GetUtcNow());
    }

    /// <inheritdoc />
    public async Task<ImmutableArray<SilenceView>> Silences()
    {
        await ReadyAsync();
        return [.. Board().Silences(_time.GetUtcNow())];
    }

    /// <inheritdoc />
    public async Task<AlertStats> Stats()
    {
        await ReadyAsync();
        return Board().Stats(_time.GetUtcNow());
    }

    /// <inheritdoc />
    public Task Wake()
    {
        LeaveWhenOutdated();
        return ReadyAsync();
    }

    // What became due is done before anybody sees the board.
    private AlertBoard Board()
    {
        _board!.Advance(_time.GetUtcNow());
        return _board;
    }

    // Routes and rules are part of what the board has decided; with others it begins anew from what is stored, as after a restart.
    private void LeaveWhenOutdated()
    {
        if (!ReferenceEquals(_live.Current, _settings)) DeactivateOnIdle();
    }

    private async Task ReadyAsync()
    {
        if (_board is not null) return;
        try
        {
            await (_loading ??= LoadAsync());
        }
        catch (Exception problem) when (problem is StoreUnavailableException or OrleansException)
        {
            _loading = null;
            throw new RefusedException(ErrorCode.Overloaded, "The stored alerts cannot be read now; try again.", RetryInterval.TotalSeconds);
        }
    }

    private async Task LoadAsync()
    {
        var startedAt = _time.GetTimestamp();
        var store = _store ??= new BoardStore(_storage, this.GetGrainId(), _time);
        var stored = await store.LoadAsync();
        var readAt = _time.GetTimestamp();
        var board = new AlertBoard(_settings, _ids.Next);
        var now = _time.GetUtcNow();
        board.Load(stored, now);
        var (reading, judging) = (_time.GetElapsedTime(startedAt, readAt), _time.GetElapsedTime(readAt));
        LogLoaded(_logger, stored.Alerts.Count, stored.Silences.Count, reading, judging);
        _keeper = new AlertKeeper(board, store, new BoardHandOver(GrainFactory, _outbox, _time), DeactivateOnIdle, _logger);
        _board = board;
        _statsAt = now + StatsInterval;
        _keeper.Work();
        Rearm();
    }

    private async Task SettleAsync()
    {
        Rearm();
        await _keeper!.SavedAsync();
    }

    private async Task TickAsync()
    {
        if (_ending) return;
        await TolerantlyAsync(ReadyAsync());
        if (_board is not null)
        {
            Board();
            Show();
            _keeper!.Work(withLeftovers: true);
            LeaveWhenOutdated();
        }

        Rearm();
    }

    private void Rearm()
    {
        if (_ending || _timer is null) return;
        var now = _time.GetUtcNow();
        var wait = _keeper is { HasWork: false } ? _statsAt - now : RetryInterval;
        if (_board?.NextDeadline is { } next && next - now < wait) wait = next - now + TimerSlack;

        _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Show()
    {
        var now = _time.GetUtcNow();
        if (now < _statsAt) return;
        _statsAt = now + StatsInterval;
        _ = TolerantlyAsync(AlertStatsDraft.AppendAsync(GrainFactory, _board!.Stats(now), now));
        if (!_isReminded) _ = TolerantlyAsync(RemindAsync());

        // Who makes alerts of metrics has no reminder of its own; it comes back with this one.
        _ = TolerantlyAsync(GrainFactory.GetGrain<ISloAlertGrain>(ISloAlertGrain.Key).Follow());
    }

    // The service of the reminders starts after the grains; it is asked once it can be there.
    private async Task RemindAsync()
    {
        await this.RegisterOrUpdateReminder(WakeReminder, WakeInterval, WakeInterval);
        _isReminded = true;
    }

    private async Task TolerantlyAsync(Task work)
    {
        try
        {
            await work;
        }
#pragma warning disable CA1031 // The store, the channels and the reminders may be away for many reasons; all of them are tried again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogPutOff(_logger, failure);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information, Message = "{Alerts} stored alerts and {Silences} silences were read in {Reading} and judged in {Judging}.")]
    private static partial void LogLoaded(ILogger logger, int alerts, int silences, TimeSpan reading, TimeSpan judging);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The alerts could not reach what they need and will try again.")]
    private static partial void LogPutOff(ILogger logger, Exception failure);
}
