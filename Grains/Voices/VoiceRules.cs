namespace Iskra.Voices;

/// <summary>When a voice of Iskra begins to speak, how loud, and when it falls silent (domain section 2).</summary>
public static class VoiceRules
{
    /// <summary>Subscribers are told of another intensity at most this often.</summary>
    public static readonly TimeSpan ChangeInterval = TimeSpan.FromSeconds(1);

    /// <summary>The voice after a step.</summary>
    /// <param name="definition">What is configured about it.</param>
    /// <param name="scale">Where the scales of the metrics end.</param>
    /// <param name="state">The voice before.</param>
    /// <param name="step">What it hears.</param>
    /// <param name="now">When it hears it.</param>
    public static VoiceOutcome Hear(VoiceDefinition definition, TriggerScale scale, VoiceState state, VoiceStep step, DateTimeOffset now)
    {
        var memory = state.Memory.After(definition.Conditions, step, now);
        var facts = new TriggerFacts(step, memory, now);
        var strongest = facts.Fired(definition.Activates, scale).FirstOrDefault(fired => IsHeard(state, step, fired, now));
        var known = state with { Memory = memory };
        var outcome = state.Active
            ? WhileActive(definition, known, facts, strongest)
            : WhileSilent(definition, known, facts, strongest);
        return outcome with { DueAt = Earliest(outcome.DueAt, facts.NextChange(definition.Activates), facts.NextChange(definition.Silences)) };
    }

    // While a voice rests, only what is critical or asked for is heard.
    private static bool IsHeard(VoiceState state, VoiceStep step, FiredTrigger fired, DateTimeOffset now) =>
        state.Active || !(now < state.RestsUntil) || fired.IsCritical || step.Asked is not null;

    private static VoiceOutcome WhileSilent(VoiceDefinition definition, VoiceState state, TriggerFacts facts, FiredTrigger? strongest)
    {
        if (strongest is null && facts.Step.Asked is null)
        {
            var waits = facts.Now < state.RestsUntil && facts.Holds(definition.Activates);
            return new VoiceOutcome(state, VoiceChange.None, false, waits ? state.RestsUntil : null);
        }

        var spoken = state with
        {
            Active = true,
            Intensity = IntensityOf(definition, facts, strongest),
            Trigger = strongest?.Trigger.Text ?? facts.Step.Asked,
            Since = facts.Now,
            ChangedAt = facts.Now,
            RestsUntil = null,
            Number = state.Number + 1,
        };
        return new VoiceOutcome(spoken, VoiceChange.Activated, strongest?.IsCritical == true, null);
    }

    private static VoiceOutcome WhileActive(VoiceDefinition definition, VoiceState state, TriggerFacts facts, FiredTrigger? strongest)
    {
        if (strongest is null && facts.Step.Asked is null && facts.Holds(definition.Silences)) return Silence(definition, state, facts.Now);
        var intensity = IntensityOf(definition, facts, strongest);
        if (intensity.Equals(state.Intensity)) return new VoiceOutcome(state, VoiceChange.None, false, null);
        var nextAt = state.ChangedAt + ChangeInterval;
        if (facts.Now < nextAt) return new VoiceOutcome(state, VoiceChange.None, false, nextAt);
        var changed = state with
        {
            Intensity = intensity,
            Trigger = strongest?.Trigger.Text ?? state.Trigger,
            ChangedAt = facts.Now,
            Number = state.Number + 1,
        };
        return new VoiceOutcome(changed, VoiceChange.Changed, strongest?.IsCritical == true, null);
    }

    private static VoiceOutcome Silence(VoiceDefinition definition, VoiceState state, DateTimeOffset now)
    {
        var silent = state with
        {
            Active = false,
            Intensity = 0,
            Since = now,
            ChangedAt = now,
            RestsUntil = definition.Rest > TimeSpan.Zero ? now + definition.Rest : null,
            Number = state.Number + 1,
        };
        return new VoiceOutcome(silent, VoiceChange.Deactivated, false, null);
    }

    private static double IntensityOf(VoiceDefinition definition, TriggerFacts facts, FiredTrigger? strongest) => definition.FollowsOthers
        ? Math.Round(Math.Clamp(facts.Step.OthersIntensity, TriggerScale.MinIntensity, 1), 3)
        : strongest?.Intensity ?? TriggerScale.MinIntensity;

    private static DateTimeOffset? Earliest(params ReadOnlySpan<DateTimeOffset?> times)
    {
        DateTimeOffset? earliest = null;
        foreach (var time in times)
        {
            if (time is not null && !(time >= earliest)) earliest = time;
        }

        return earliest;
    }
}
