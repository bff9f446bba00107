using System.Globalization;
using Iskra.Channels;
using Iskra.Delta;
using Iskra.Metrics;
using Microsoft.Extensions.Logging;

namespace Iskra.Voices;

/// <summary>
/// Executes automatic actions. That one is to be executed is stored before; that it was follows with its event. A process that
/// dies in between executes it again, which is harmless for all of them.
/// </summary>
/// <param name="state">What the chorus stores.</param>
/// <param name="grains">The way to grains.</param>
/// <param name="probes">The health probes.</param>
/// <param name="delta">Where executed actions are reported.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where failures go.</param>
internal sealed partial class ActionRunner(
    AnnouncedState<ActionsState> state,
    IGrainFactory grains,
    HealthProbes probes,
    IDeltaReporter delta,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>How often live values are told to be repeated less often, while that lasts.</summary>
    public static readonly TimeSpan PaceRenewal = TimeSpan.FromSeconds(5);

    /// <summary>For how long one telling counts.</summary>
    public static readonly TimeSpan PaceLease = TimeSpan.FromSeconds(8);

    private DateTimeOffset? _pacedAt;

    /// <summary>When a renewal is due; null when none is.</summary>
    public DateTimeOffset? DueAt => state.IsLoaded && state.Value.StableUntil is not null && _pacedAt is { } pacedAt ? pacedAt + PaceRenewal : null;

    /// <summary>Executes what has been decided, and renews what lasts.</summary>
    /// <param name="ask">Lets a voice hear that an action asks for it.</param>
    public async Task RunAsync(Func<string, string, Task> ask)
    {
        if (state.Value.StableUntil is not null) await PaceAsync();
        while (state.Value.Unfinished is [var call, ..] && state.HasRoom(2))
        {
            var result = await ExecuteAsync(call, ask);
            Finish(call, result);
        }
    }

    private async Task<string> ExecuteAsync(ActionCall call, Func<string, string, Task> ask)
    {
        LogExecuting(logger, call.Action, call.Metric, call.Value, call.Priority);
        var voices = ActionName.VoicesOf(call.Action);
        var notified = call.IsQuiet ? "nobody is notified again within the cool-down" : "notified";
        await Task.WhenAll(voices.Select(voice => ask(voice, call.Action)));
        return call.Action switch
        {
            ActionName.Stabilize => string.Create(
                CultureInfo.InvariantCulture,
                $"live values are repeated every {MetricSettings.MaxPublishInterval.TotalMilliseconds} ms for at least {ActionRules.MinStable.TotalSeconds} s; {notified}"),
            ActionName.Recover => $"logs are detailed for {ActionRules.Detail.TotalMinutes} min; {notified}; " + await probes.RunAsync(grains),
            ActionName.Stimulate => $"asked {string.Join(" and ", voices)}; {notified}",
            _ => $"asked {string.Join(" and ", voices)}",
        };
    }

    private void Finish(ActionCall call, string result)
    {
        var before = state.Value;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var id = string.Create(CultureInfo.InvariantCulture, $"action-{call.Number}-{call.At.ToUnixTimeMilliseconds()}");
        var pending = before.Pending.Add(new PendingEvent(ChannelName.System, id, "action_executed", now, "voices", VoiceJson.Action(call, result)));
        if (ActionName.Notifies(call.Action) && !call.IsQuiet)
        {
            pending = pending.Add(new PendingEvent(ChannelName.System, "notice-" + id, "system_notification", now, "voices", Notification(call)));
        }

        state.Set(before with { Pending = pending, Unfinished = before.Unfinished.RemoveAt(0) });
        delta.Report(new DeltaNote(DeltaEventType.ActionExecuted) { Subject = call.Action });
    }

    private static string Notification(ActionCall call)
    {
        var message = call.Action switch
        {
            ActionName.Stimulate => new VoiceMessage("Система застыла ({trigger}): Хундун призван.", "The system has become rigid ({trigger}): Hundun was asked to speak."),
            ActionName.Stabilize => new VoiceMessage("Слишком много хаоса ({trigger}): обновления замедлены.", "Too much chaos ({trigger}): updates come less often now."),
            _ => new VoiceMessage("Больно ({trigger}): началось восстановление.", "It hurts ({trigger}): recovery has begun."),
        };
        return VoiceJson.Notification(call.Action, message.About(call.Trigger), call.Priority == "P0" ? "critical" : "warning", call.Priority, call.Action);
    }

    private async Task PaceAsync()
    {
        var now = time.GetUtcNow();
        if (now < _pacedAt + PaceRenewal) return;
        _pacedAt = now;
        try
        {
            await grains.GetGrain<IPulseGrain>(ChannelName.Pulse).Pace(MetricSettings.MaxPublishInterval, PaceLease).WaitAsync(ChorusGrain.CallTimeout, time);
        }
#pragma warning disable CA1031 // The next renewal tells it again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotPaced(logger, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Executing {Action} because of {Metric} {Value} ({Priority}).")]
    private static partial void LogExecuting(ILogger logger, string action, string metric, double value, string priority);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The metrics could not be told to publish less often.")]
    private static partial void LogNotPaced(ILogger logger, Exception failure);
}
