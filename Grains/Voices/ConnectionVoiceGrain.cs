using System.Globalization;
using Iskra.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Iskra.Voices;

/// <summary>One voice of the choir of the connections. When it speaks is in <see cref="ConnectionVoiceRules"/>; this is the shell.</summary>
[GrainType("connection-voice")]
public sealed class ConnectionVoiceGrain : Grain, IConnectionVoiceGrain
{
    /// <summary>Name of the stored state.</summary>
    public const string StateName = "connection-voice";

    /// <summary>A voice runs the health probes at most this often.</summary>
    public static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(10);

    private readonly IGrainStorage _storage;
    private readonly VoiceSettings _settings;
    private readonly HealthProbes _probes;
    private readonly IVoiceMeter _meter;
    private readonly TimeProvider _time;
    private readonly ILogger<ConnectionVoiceGrain> _logger;
    private ConnectionVoice _definition = null!;
    private AnnouncedState<ConnectionVoiceState> _state = null!;
    private IGrainTimer? _timer;
    private DateTimeOffset? _probedAt;

    /// <summary>Made by the engine.</summary>
    public ConnectionVoiceGrain(
        [FromKeyedServices(GrainStateNames.Storage)] IGrainStorage storage,
        VoiceSettings settings,
        HealthProbes probes,
        IVoiceMeter meter,
        TimeProvider time,
        ILogger<ConnectionVoiceGrain> logger)
    {
        (_storage, _settings, _probes, _meter, _time, _logger) = (storage, settings, probes, meter, time, logger);
    }

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _definition = _settings.OfConnection(this.GetPrimaryKeyString());
        var stored = new StoredState<ConnectionVoiceState>(_storage, StateName, this.GetGrainId(), _time);
        _state = new AnnouncedState<ConnectionVoiceState>(
            this, GrainFactory, stored, ConnectionVoiceState.Initial, Arm, DeactivateOnIdle, _time, _logger);
        await _state.LoadAsync();
        Arm();
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _state.Stop();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<VoiceView> Speak(EventCount occasion, double intensity, string trigger)
    {
        if (!_state.IsLoaded) throw new RefusedException(ErrorCode.Overloaded, "What the voice last said is not known yet.", 1);
        var (state, events) = ConnectionVoiceRules.Speak(_state.Value, occasion, intensity, trigger, _time.GetUtcNow());
        await TakeAsync(state, events);
        return View();
    }

    /// <inheritdoc/>
    public Task<VoiceView> Current() => Task.FromResult(View());

    private async Task DueAsync()
    {
        if (!_state.IsLoaded) return;
        var (state, events) = ConnectionVoiceRules.Due(_state.Value, _time.GetUtcNow());
        await TakeAsync(state, events);
    }

    private async Task TakeAsync(ConnectionVoiceState state, int events)
    {
        var before = _state.Value;
        if (state == before) return;
        if (state.Number == before.Number || !_state.HasRoom(3))
        {
            // That something waits is not worth a write; while no event fits, nothing is said.
            if (state.Number == before.Number) _state.Keep(state);
            Arm();
            return;
        }

        _state.Set(state.WithPending(state.Pending.Add(Announcement(state, events))));
        Arm();
        if (events == 0) return;
        _meter.Spoke(_definition.Voice, SeverityOf(_definition.Action));
        if (state.Intensity >= _definition.Threshold) await ActAsync(new EventCount(state.Event!, events), state);
    }

    private async Task ActAsync(EventCount occasion, ConnectionVoiceState spoken)
    {
        var result = _definition.Action switch
        {
            "investigation" or "proactive_testing" => await ProbeAsync(),
            "critical_alert" or "warning" or "success_notification" => "notified",
            _ => "observed",
        };
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var id = string.Create(CultureInfo.InvariantCulture, $"action-{_definition.Voice}-{spoken.Number}-{now}");
        var state = _state.Value;
        var pending = state.Pending.Add(new PendingEvent(
            ChannelName.System, id, "action_executed", now, "voices", VoiceJson.VoiceAction(_definition, occasion, spoken.Intensity, result)));
        if (result == "notified") pending = pending.Add(Notification(id, now, occasion));
        _state.Set(state.WithPending(pending));
    }

    private async Task<string> ProbeAsync()
    {
        var now = _time.GetUtcNow();
        if (now < _probedAt + ProbeInterval) return "probed just before";
        _probedAt = now;
        return await _probes.RunAsync(GrainFactory);
    }

    private PendingEvent Notification(string id, long now, EventCount occasion) => new(
        ChannelName.System,
        "notice-" + id,
        "system_notification",
        now,
        "voices",
        VoiceJson.Notification(
            _definition.Voice,
            _definition.Speech.About(occasion.Event),
            SeverityOf(_definition.Action),
            VoiceJson.PriorityOf(_definition.Action),
            _definition.Action));

    private PendingEvent Announcement(ConnectionVoiceState state, int events)
    {
        var timestampMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var id = string.Create(CultureInfo.InvariantCulture, $"voice-{_definition.Voice}-{state.Number}-{timestampMs}");
        var trigger = $"{state.Event}: {state.Trigger}";
        return new PendingEvent(
            ChannelName.Voices,
            id,
            state.Active ? "voice_activated" : "voice_deactivated",
            timestampMs,
            "voices",
            VoiceJson.Voice(View(state), _definition.Speech.About(trigger), new EventCount(state.Event ?? "none", events)));
    }

    private void Arm()
    {
        _timer?.Dispose();
        _timer = null;
        if (!_state.IsLoaded || ConnectionVoiceRules.DueAt(_state.Value) is not { } dueAt) return;
        var wait = dueAt - _time.GetUtcNow();
        _timer = this.RegisterGrainTimer(
            DueAsync,
            new GrainTimerCreationOptions
            {
                DueTime = wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
                Period = AnnouncedState<ConnectionVoiceState>.RetryInterval,
                KeepAlive = true,
            });
    }

    private static string SeverityOf(string action) => action switch
    {
        "critical_alert" => "critical",
        "warning" => "warning",
        _ => "info",
    };

    private VoiceView View() => View(_state.IsLoaded ? _state.Value : ConnectionVoiceState.Initial);

    private VoiceView View(ConnectionVoiceState state) => new(
        _definition.Voice,
        VoiceName.ConnectionChoir,
        state.Active,
        state.Intensity,
        state.Active ? state.Trigger : null,
        state.Since,
        null,
        ConnectionVoiceRules.DueAt(state));
}
