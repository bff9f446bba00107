using System.Collections.Immutable;
using Iskra.Delta;
using Iskra.Metrics;
using Iskra.Seams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Iskra.Voices;

/// <summary>
/// Conducts the voices of Iskra. Steps are worked off one batch after the other: the state of the system, six voices at once, then
/// the synthesis that follows from them, then the actions. Who waits for the store are the voices, each for itself, and not the chorus.
/// </summary>
[GrainType("chorus")]
public sealed partial class ChorusGrain : Grain, IChorusGrain
{
    /// <summary>Name of the stored state.</summary>
    public const string StateName = "chorus";

    /// <summary>How often at least the metrics are asked for values that the chorus was not told of, while a process attends.</summary>
    public static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(5);

    /// <summary>How long after a voice could not be reached it is tried again.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for a grain.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Longest wait for a voice on behalf of who wants to see it; it is shown as it last answered then.</summary>
    public static readonly TimeSpan ViewTimeout = TimeSpan.FromMilliseconds(250);

    private readonly IGrainStorage _storage;
    private readonly VoiceSettings _settings;
    private readonly HealthProbes _probes;
    private readonly IDeltaReporter _delta;
    private readonly TimeProvider _time;
    private readonly ILogger<ChorusGrain> _logger;
    private readonly Dictionary<string, VoiceView> _views = new(StringComparer.Ordinal);
    private readonly List<VoiceStep> _waiting = [];
    private readonly ChorusValues _values;
    private ActionRunner _actions = null!;
    private AnnouncedState<ActionsState> _state = null!;
    private IGrainTimer? _timer;
    private DateTimeOffset? _refreshedAt;
    private DateTimeOffset? _retryAt;
    private bool _isDue;
    private bool _working;
    private bool _ending;

    /// <summary>Made by the engine.</summary>
    public ChorusGrain(
        [FromKeyedServices(GrainStateNames.Storage)] IGrainStorage storage,
        VoiceSettings settings,
        MetricSettings metrics,
        HealthProbes probes,
        IDeltaReporter delta,
        TimeProvider time,
        ILogger<ChorusGrain> logger)
    {
        (_storage, _settings, _probes, _delta, _time, _logger) = (storage, settings, probes, delta, time, logger);
        _values = new ChorusValues(settings.Metrics, metrics.Declarations);
    }

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var stored = new StoredState<ActionsState>(_storage, StateName, this.GetGrainId(), _time);
        _state = new AnnouncedState<ActionsState>(this, GrainFactory, stored, ActionsState.Initial, Work, DeactivateOnIdle, _time, _logger);
        _actions = new ActionRunner(_state, GrainFactory, _probes, _delta, _time, _logger);
        await _state.LoadAsync();
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _ending = true;
        _timer?.Dispose();
        _state.Stop();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Observe(ImmutableArray<MetricStep> steps)
    {
        foreach (var step in steps)
        {
            if (_values.Take(step)) StepQueue.Add(_waiting, new VoiceStep(_values.Readings, []));
        }

        Work();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Count(ImmutableArray<EventCount> counts)
    {
        StepQueue.Add(_waiting, new VoiceStep(_values.Readings, counts));
        Work();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<ChorusView> Current()
    {
        if (_views.Count == 0)
        {
            _isDue = true;
            await WorkAsync();
        }

        var asked = Task.WhenAll(VoiceName.OfIskra.Select(ViewAsync));
        var connections = await GrainFactory.GetGrain<IConnectionChoirGrain>(VoiceName.ConnectionChoir).Current();
        VoiceView[] known = [.. (await asked).OfType<VoiceView>()];
        var harmony = Harmony.Of(known);
        return new ChorusView([.. known, .. connections], harmony.Conflicts, harmony.Synergies, harmony.Value, _time.GetUtcNow());
    }

    /// <inheritdoc/>
    public Task<ChorusOrders> Attend()
    {
        _isDue |= _views.Count == 0 || !(_time.GetUtcNow() < _refreshedAt + RefreshInterval);
        Work();
        return Task.FromResult(new ChorusOrders(_state.IsLoaded ? _state.Value.DetailUntil : null));
    }

    private void Work()
    {
        if (!_ending) _ = WorkAsync();
    }

    private async Task WorkAsync()
    {
        if (_working) return;
        _working = true;
        try
        {
            while (!_ending && (_isDue || _waiting.Count > 0))
            {
                _retryAt = null;
                await RefreshAsync();
                ImmutableArray<VoiceStep> steps = _waiting.Count > 0 ? [.. _waiting] : [new VoiceStep(_values.Readings, [])];
                _waiting.Clear();
                _isDue = false;
                await HearAsync(steps);
            }
        }
#pragma warning disable CA1031 // Whatever it is, the chorus goes on with the next step.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailed(_logger, failure);
            _retryAt = _time.GetUtcNow() + RetryInterval;
        }
        finally
        {
            _working = false;
        }

        Arm();
    }

    // Values that were stored and not told – the process died, or the chorus was away – are found with the metrics.
    private async Task RefreshAsync()
    {
        var now = _time.GetUtcNow();
        if (now < _refreshedAt + RefreshInterval) return;
        _refreshedAt = now;
        var answers = await Task.WhenAll(_settings.Metrics.Select(CurrentAsync));
        if (_values.Take(answers)) StepQueue.Add(_waiting, new VoiceStep(_values.Readings, []));
    }

    private async Task<MetricReading?> CurrentAsync(string metric)
    {
        try
        {
            return await GrainFactory.GetGrain<IMetricGrain>(metric).Current().WaitAsync(CallTimeout, _time);
        }
#pragma warning disable CA1031 // It is asked again with the next refresh.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogUnread(_logger, failure, metric);
            _refreshedAt = null;
            _retryAt = _time.GetUtcNow() + RetryInterval;
            return null;
        }
    }

    private async Task HearAsync(ImmutableArray<VoiceStep> steps)
    {
        var seams = ObserveSeamsAsync(steps);
        if (_state.IsLoaded) DecideActions(steps);
        await Task.WhenAll(VoiceName.OfIskra.Where(voice => voice != VoiceName.Iskra).Select(voice => HearAsync(voice, steps)));
        if (_state.IsLoaded) await _actions.RunAsync(HearAskedAsync);
        var others = _views.Values.Where(view => view.Active && view.Voice != VoiceName.Iskra).ToList();
        var mean = others.Count == 0 ? 0 : others.Average(view => view.Intensity);
        await HearAsync(VoiceName.Iskra, [new VoiceStep(_values.Readings, [], others.Count, mean)]);
        await seams;
    }

    private void DecideActions(ImmutableArray<VoiceStep> steps)
    {
        var before = _state.Value;
        var state = before;
        foreach (var step in steps)
        {
            state = ActionRules.Hear(_settings.Actions, _settings.ActionConditions, _settings.Scale, state, step, _time.GetUtcNow());
        }

        if (state != before) _state.Set(state);
    }

    // What a voice announces may be on its channel before its answer is here, so that who looks is told by the voice itself.
    private async Task<VoiceView?> ViewAsync(string voice)
    {
        try
        {
            return await GrainFactory.GetGrain<IVoiceGrain>(voice).Hear([]).WaitAsync(ViewTimeout, _time);
        }
#pragma warning disable CA1031 // A voice that cannot be asked now is shown as it was.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotSeen(_logger, failure, voice);
            return _views.GetValueOrDefault(voice);
        }
    }

    private Task HearAskedAsync(string voice, string action) => HearAsync(voice, [new VoiceStep(_values.Readings, [], Asked: action)]);

    private async Task HearAsync(string voice, ImmutableArray<VoiceStep> steps)
    {
        try
        {
            _views[voice] = await GrainFactory.GetGrain<IVoiceGrain>(voice).Hear(steps).WaitAsync(CallTimeout, _time);
        }
#pragma warning disable CA1031 // A voice that cannot be reached hears the newest values a second later.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotHeard(_logger, failure, voice);
            _retryAt = _time.GetUtcNow() + RetryInterval;
        }
    }

    private async Task ObserveSeamsAsync(ImmutableArray<VoiceStep> steps)
    {
        try
        {
            await GrainFactory.GetGrain<ISeamGrain>("system").Observe(steps).WaitAsync(CallTimeout, _time);
        }
#pragma warning disable CA1031 // The state of the system follows from the newest values, which come again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotHeard(_logger, failure, "system");
            _retryAt = _time.GetUtcNow() + RetryInterval;
        }
    }

    private void Arm()
    {
        if (_ending) return;
        _timer?.Dispose();
        _timer = null;
        if (NextDue() is not { } dueAt) return;
        var wait = dueAt - _time.GetUtcNow();
        _timer = this.RegisterGrainTimer(
            () =>
            {
                _isDue = true;
                Work();
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions
            {
                DueTime = wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
                Period = Timeout.InfiniteTimeSpan,
                Interleave = true,
                KeepAlive = true,
            });
    }

    private DateTimeOffset? NextDue()
    {
        var now = _time.GetUtcNow();
        var actions = _state.IsLoaded
            ? ActionRules.DueAt(_settings.Actions, _state.Value, new VoiceStep(_values.Readings, []), now)
            : now + RetryInterval;
        return _views.Values.Select(view => view.DueAt).Append(actions).Append(_retryAt).Append(_actions.DueAt).Min();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The chorus failed at a step and goes on.")]
    private static partial void LogFailed(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Metric {Metric} could not be read for the chorus.")]
    private static partial void LogUnread(ILogger logger, Exception failure, string metric);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Voice {Voice} could not be asked and is shown as it was.")]
    private static partial void LogNotSeen(ILogger logger, Exception failure, string voice);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Voice {Voice} did not hear a step.")]
    private static partial void LogNotHeard(ILogger logger, Exception failure, string voice);
}
