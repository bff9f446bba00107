using System.Globalization;
using Iskra.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Iskra.Metrics;

/// <summary>
/// One metric. The newest sample in the store is its truth: an activation starts from it, so that what was stored and not yet
/// shown when a process died is shown by the next. A store that is away does not keep the grain from working; what it
/// could not read or write then is read and written when the store is back.
/// </summary>
[GrainType("metric")]
public sealed partial class MetricGrain : Grain, IMetricGrain
{
    /// <summary>Name of the stored state.</summary>
    public const string StateName = "metric";

    /// <summary>Longest wait for the newest sample.</summary>
    public static readonly TimeSpan LoadTimeout = TimeSpan.FromSeconds(2);

    /// <summary>How long after a failure the store and the channel <c>slo</c> are tried again.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>How often a metric that is not declared makes itself known to the summary, while it is reported.</summary>
    public static readonly TimeSpan IncludeInterval = TimeSpan.FromSeconds(30);

    private readonly IGrainStorage _storage;
    private readonly IMetricStore _samples;
    private readonly MetricSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<MetricGrain> _logger;
    private string _metric = string.Empty;
    private MetricTracker _tracker = null!;
    private StateAnnouncer _announcer = null!;
    private LivePublisher? _live;
    private IGrainTimer? _retry;
    private bool _newestLoaded;
    private bool _working;
    private bool _ending;
    private long? _included;
    private long _shown;

    /// <summary>Made by the engine.</summary>
    public MetricGrain(
        [FromKeyedServices(GrainStateNames.Storage)] IGrainStorage storage,
        IMetricStore samples,
        MetricSettings settings,
        TimeProvider time,
        ILogger<MetricGrain> logger)
    {
        _storage = storage;
        _samples = samples;
        _settings = settings;
        _time = time;
        _logger = logger;
    }

    /// <inheritdoc />
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _metric = this.GetPrimaryKeyString();
        var declaration = _settings.Declarations.Of(_metric);
        _tracker = new MetricTracker(declaration);
        _announcer = new StateAnnouncer(
            _metric,
            declaration.Band,
            new StoredState<AnnouncementState>(_storage, StateName, this.GetGrainId(), _time),
            GrainFactory.GetGrain<IChannelGrain>(ChannelName.Slo),
            _time,
            () => _ = Tolerantly(GrainFactory.GetGrain<Alerts.ISloAlertGrain>(Alerts.ISloAlertGrain.Key).Follow()));
        if (ChannelName.IsMetric(_metric))
        {
            var channel = GrainFactory.GetGrain<IChannelGrain>(_metric);
            _live = new LivePublisher(this, channel, _settings.PublishInterval, Compose, _time, _logger);
        }

        await LoadAsync();
        Announce();
    }

    /// <inheritdoc />
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // What is not announced yet is stored, or follows from what is stored; the next activation goes on with it.
        _ending = true;
        _live?.Stop();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<MetricReading> Observe(Sample sample, bool stamped)
    {
        Take(sample, stamped);
        Announce();
        Include();
        return Task.FromResult(_tracker.Reading!);
    }

    /// <inheritdoc />
    public Task<MetricReading?> Current() => Task.FromResult(_tracker.Reading);

    /// <inheritdoc />
    public Task Watch(TimeSpan lease)
    {
        _live?.Watch(lease);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task Pace(TimeSpan interval, TimeSpan lease)
    {
        _live?.Pace(interval, lease);
        return Task.CompletedTask;
    }

    private void Take(in Sample sample, bool stamped)
    {
        if (_tracker.Observe(sample, stamped)) _live?.Changed();
    }

    private ValueTask<EventDraft?> Compose(DateTimeOffset now)
    {
        if (_tracker.Reading is not { } reading) return ValueTask.FromResult<EventDraft?>(null);
        var id = string.Create(CultureInfo.InvariantCulture, $"{_metric}-{now.UtcTicks}-{++_shown}");
        return ValueTask.FromResult<EventDraft?>(new EventDraft(
            id, "metrics", now.ToUnixTimeMilliseconds(), "metrics", MetricJson.Value(reading), MetricJson.State(reading.State)));
    }

    private async Task LoadAsync()
    {
        var announcements = _announcer.IsLoaded ? Task.CompletedTask : Tolerantly(_announcer.LoadAsync());
        var newest = _newestLoaded ? Task.CompletedTask : Tolerantly(LoadNewestAsync());
        await Task.WhenAll(announcements, newest);
    }

    private async Task LoadNewestAsync()
    {
        using var bound = new CancellationTokenSource(LoadTimeout, _time);
        var newest = await _samples.NewestAsync(_metric, bound.Token).WaitAsync(bound.Token);
        _newestLoaded = true;
        if (newest is not { } sample) return;
        Take(sample, stamped: false);
        Include();
    }

    private async Task Tolerantly(Task load)
    {
        try
        {
            await load;
        }
#pragma warning disable CA1031 // The store is another process; whatever it throws, the metric goes on and asks again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogLoadFailed(_logger, failure, _metric);
        }
    }

    // Before both are known a difference is no change: it may be that the newest sample or the last announcement is another.
    private bool IsLoaded => _newestLoaded && _announcer.IsLoaded;

    private void Announce()
    {
        if (IsLoaded && _tracker.Reading is { } reading) _announcer.Observe(reading);
        Work();
    }

    // Not awaited by callers: what is acknowledged to them is the sample, which is stored.
    private void Work()
    {
        if (!_working && !_ending && !(IsLoaded && _announcer.IsDone)) _ = WorkAsync();
    }

    private async Task WorkAsync()
    {
        _working = true;
        try
        {
            if (!IsLoaded)
            {
                await LoadAsync();
                if (IsLoaded && _tracker.Reading is { } reading) _announcer.Observe(reading);
            }

            await _announcer.DrainAsync();
        }
        catch (InconsistentStateException conflict)
        {
            // Somebody else wrote, or an answer was lost. The next activation starts from what is stored.
            LogConflict(_logger, conflict, _metric);
            DeactivateOnIdle();
        }
#pragma warning disable CA1031 // The store and the channel may be away for many reasons; all of them are tried again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogAnnounceFailed(_logger, failure, _metric);
        }
        finally
        {
            _working = false;
        }

        ScheduleRetry();
    }

    private void ScheduleRetry()
    {
        if (_ending || (IsLoaded && _announcer.IsDone))
        {
            _retry?.Dispose();
            _retry = null;
            return;
        }

        // The timer keeps the grain active: a pending announcement must not wait for the next sample.
        _retry ??= this.RegisterGrainTimer(
            () =>
            {
                Work();
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions { DueTime = RetryInterval, Period = RetryInterval, Interleave = true, KeepAlive = true });
    }

    private void Include()
    {
        if (_live is null || _settings.Declarations.Contains(_metric)) return;
        if (_included is { } last && _time.GetElapsedTime(last) < IncludeInterval) return;
        _included = _time.GetTimestamp();
        _ = Tolerantly(GrainFactory.GetGrain<IPulseGrain>(ChannelName.Pulse).Include(_metric));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Metric {Metric} could not reach what it needs and will try again.")]
    private static partial void LogLoadFailed(ILogger logger, Exception failure, string metric);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A change of state of metric {Metric} is not announced yet and will be tried again.")]
    private static partial void LogAnnounceFailed(ILogger logger, Exception failure, string metric);

    [LoggerMessage(Level = LogLevel.Information, Message = "The stored state of metric {Metric} is another than was read; starting from it.")]
    private static partial void LogConflict(ILogger logger, Exception conflict, string metric);
}
