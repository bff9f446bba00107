using System.Collections.Immutable;
using System.Globalization;
using Iskra.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Iskra.Voices;

/// <summary>One voice of the choir of Iskra. When it speaks is in <see cref="VoiceRules"/>; this is the shell.</summary>
[GrainType("voice")]
public sealed class VoiceGrain : Grain, IVoiceGrain
{
    /// <summary>Name of the stored state.</summary>
    public const string StateName = "voice";

    private readonly IGrainStorage _storage;
    private readonly VoiceSettings _settings;
    private readonly IVoiceMeter _meter;
    private readonly TimeProvider _time;
    private readonly ILogger<VoiceGrain> _logger;
    private readonly List<VoiceStep> _waiting = [];
    private VoiceDefinition _definition = null!;
    private AnnouncedState<VoiceState> _state = null!;
    private DateTimeOffset? _dueAt;

    /// <summary>Made by the engine.</summary>
    public VoiceGrain(
        [FromKeyedServices(GrainStateNames.Storage)] IGrainStorage storage,
        VoiceSettings settings,
        IVoiceMeter meter,
        TimeProvider time,
        ILogger<VoiceGrain> logger)
    {
        (_storage, _settings, _meter, _time, _logger) = (storage, settings, meter, time, logger);
    }

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _definition = _settings.Of(this.GetPrimaryKeyString());
        var stored = new StoredState<VoiceState>(_storage, StateName, this.GetGrainId(), _time);
        _state = new AnnouncedState<VoiceState>(this, GrainFactory, stored, VoiceState.Initial, TakeWaiting, DeactivateOnIdle, _time, _logger);
        return _state.LoadAsync();
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _state.Stop();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<VoiceView> Hear(ImmutableArray<VoiceStep> steps)
    {
        foreach (var step in steps) StepQueue.Add(_waiting, step);
        if (!_state.IsLoaded) throw new RefusedException(ErrorCode.Overloaded, "What the voice last said is not known yet.", 1);
        TakeWaiting();
        return Task.FromResult(View(_state.Value));
    }

    private void TakeWaiting()
    {
        var taken = 0;
        while (taken < _waiting.Count && _state.HasRoom(1)) Take(_waiting[taken++]);
        _waiting.RemoveRange(0, taken);
    }

    private void Take(VoiceStep step)
    {
        var now = _time.GetUtcNow();
        var before = _state.Value;
        var outcome = VoiceRules.Hear(_definition, _settings.Scale, before, step, now);
        _dueAt = outcome.DueAt;
        if (outcome.State == before) return;
        var state = outcome.State;
        if (outcome.Change != VoiceChange.None) state = state.WithPending(state.Pending.Add(Announcement(outcome, now)));
        if (outcome.Change == VoiceChange.Activated) _meter.Spoke(_definition.Voice, outcome.IsCritical ? "critical" : "warning");
        _state.Set(state);
    }

    private PendingEvent Announcement(VoiceOutcome outcome, DateTimeOffset now)
    {
        var view = View(outcome.State);
        var message = outcome.Change == VoiceChange.Deactivated ? _definition.Farewell : _definition.Speech.About(view.Trigger ?? string.Empty);
        var type = outcome.Change switch
        {
            VoiceChange.Activated => "voice_activated",
            VoiceChange.Deactivated => "voice_deactivated",
            _ => "voice_changed",
        };
        var timestampMs = now.ToUnixTimeMilliseconds();
        var id = string.Create(CultureInfo.InvariantCulture, $"voice-{_definition.Voice}-{outcome.State.Number}-{timestampMs}");
        return new PendingEvent(ChannelName.Voices, id, type, timestampMs, "voices", VoiceJson.Voice(view, message));
    }

    private VoiceView View(VoiceState state) => new(
        _definition.Voice, VoiceName.IskraChoir, state.Active, state.Intensity, state.Active ? state.Trigger : null, state.Since, state.RestsUntil, _dueAt);
}
