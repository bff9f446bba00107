using System.Collections.Immutable;
using System.Globalization;
using Iskra.Channels;
using Iskra.Delta;
using Iskra.Voices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Iskra.Seams;

/// <summary>The state of the system. What follows from a step is in <see cref="SeamRules"/>; this is the shell.</summary>
[GrainType("seam")]
public sealed class SeamGrain : Grain, ISeamGrain
{
    /// <summary>Name of the stored state.</summary>
    public const string StateName = "seam";

    private readonly IGrainStorage _storage;
    private readonly SeamSettings _settings;
    private readonly IDeltaReporter _delta;
    private readonly TimeProvider _time;
    private readonly ILogger<SeamGrain> _logger;
    private readonly List<VoiceStep> _waiting = [];
    private AnnouncedState<SeamState> _state = null!;

    /// <summary>Made by the engine.</summary>
    public SeamGrain(
        [FromKeyedServices(GrainStateNames.Storage)] IGrainStorage storage,
        SeamSettings settings,
        IDeltaReporter delta,
        TimeProvider time,
        ILogger<SeamGrain> logger)
    {
        (_storage, _settings, _delta, _time, _logger) = (storage, settings, delta, time, logger);
    }

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var stored = new StoredState<SeamState>(_storage, StateName, this.GetGrainId(), _time);
        _state = new AnnouncedState<SeamState>(this, GrainFactory, stored, SeamState.Initial, TakeWaiting, DeactivateOnIdle, _time, _logger);
        return _state.LoadAsync();
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _state.Stop();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Observe(ImmutableArray<VoiceStep> steps)
    {
        foreach (var step in steps) StepQueue.Add(_waiting, step);
        TakeWaiting();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<SystemView> Current()
    {
        var state = _state.IsLoaded ? _state.Value : SeamState.Initial;
        return Task.FromResult(new SystemView(
            state.State, state.Since, state.Values, state.Transitions, SeamRules.TensionOf(_settings, state.Transitions)));
    }

    private void TakeWaiting()
    {
        if (!_state.IsLoaded) return;
        var taken = 0;
        while (taken < _waiting.Count && _state.HasRoom(2)) Take(_waiting[taken++]);
        _waiting.RemoveRange(0, taken);
    }

    private void Take(VoiceStep step)
    {
        var outcome = SeamRules.Step(_settings, _state.Value, step.Readings, _time.GetUtcNow());
        if (outcome.State.State == _state.Value.State)
        {
            // Other values in the same state are not worth a write.
            _state.Keep(outcome.State);
            return;
        }

        var state = outcome.State;
        if (outcome.Transition is { } transition) state = state.WithPending([.. state.Pending, .. Announce(state, transition, outcome.Tension)]);
        _state.Set(state);
    }

    private IEnumerable<PendingEvent> Announce(SeamState state, SeamTransition transition, double? tension)
    {
        var timestampMs = transition.At.ToUnixTimeMilliseconds();
        var id = string.Create(CultureInfo.InvariantCulture, $"seam-{state.Number}-{timestampMs}");
        _delta.Report(new DeltaNote(DeltaEventType.SeamTransition) { Subject = transition.To });
        yield return new PendingEvent(ChannelName.Seams, id, "seam_transition", timestampMs, "seams", SeamJson.Transition(transition));
        if (tension is { } value)
        {
            yield return new PendingEvent(
                ChannelName.Seams,
                "bifurcation-" + id,
                "bifurcation_detected",
                timestampMs,
                "seams",
                SeamJson.Bifurcation(value, SeamRules.Newest(state.Transitions)));
        }
    }
}
