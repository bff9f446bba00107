using System.Collections.Immutable;

namespace Iskra.Voices;

/// <summary>When automatic actions run (domain section 2): once each time their condition becomes true.</summary>
public static class ActionRules
{
    /// <summary>For how long live values are published less often at least.</summary>
    public static readonly TimeSpan MinStable = TimeSpan.FromSeconds(60);

    /// <summary>For how long logs are detailed.</summary>
    public static readonly TimeSpan Detail = TimeSpan.FromMinutes(10);

    private static readonly ImmutableDictionary<string, DateTimeOffset> NeverLeft = ImmutableDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary>The actions after a step; those to be executed now are the last of <see cref="ActionsState.Unfinished"/>.</summary>
    /// <param name="rules">The configured actions.</param>
    /// <param name="conditions">All their conditions.</param>
    /// <param name="scale">Where the scales of the metrics end.</param>
    /// <param name="state">The actions before.</param>
    /// <param name="step">The step.</param>
    /// <param name="now">When it is taken.</param>
    public static ActionsState Hear(
        ImmutableArray<ActionRule> rules,
        IReadOnlyCollection<TriggerCondition> conditions,
        TriggerScale scale,
        ActionsState state,
        VoiceStep step,
        DateTimeOffset now)
    {
        var memory = state.Memory.After(conditions, step, now);
        var facts = new TriggerFacts(step, memory, now);
        var fired = rules
            .Select(rule => (Rule: rule, Trigger: facts.Fired(rule.When, scale).FirstOrDefault()))
            .Where(pair => pair.Trigger is not null)
            .ToList();
        var next = Last(state, fired.Select(pair => pair.Rule.Action), now) with { Memory = memory };
        var left = state.Holding.Where(action => ActionName.Notifies(action) && fired.TrueForAll(pair => pair.Rule.Action != action)).ToArray();
        if (left.Length > 0) next = next with { LeftAt = (state.LeftAt ?? NeverLeft).SetItems(left.Select(action => KeyValuePair.Create(action, now))) };
        foreach (var (rule, trigger) in fired)
        {
            if (state.Holding.Contains(rule.Action)) continue;
            var call = new ActionCall(
                next.Number + 1, rule.Action, trigger!.Condition.Name, trigger.Value, rule.Priority, trigger.Trigger.Text, now,
                IsQuiet: state.LeftAt?.TryGetValue(rule.Action, out var leftAt) == true && now - leftAt < scale.CoolDown(trigger.Condition));
            next = next with { Number = call.Number, Unfinished = next.Unfinished.Add(call) };
        }

        ImmutableArray<string> holding = [.. fired.Select(pair => pair.Rule.Action)];
        return holding.SequenceEqual(state.Holding) ? next with { Holding = state.Holding } : next with { Holding = holding };
    }

    /// <summary>When time alone changes something; null when it does not.</summary>
    public static DateTimeOffset? DueAt(ImmutableArray<ActionRule> rules, ActionsState state, VoiceStep step, DateTimeOffset now)
    {
        var facts = new TriggerFacts(step, state.Memory, now);
        return rules.Select(rule => facts.NextChange(rule.When))
            .Append(state.StableUntil > now ? state.StableUntil : null)
            .Append(state.DetailUntil > now ? state.DetailUntil : null)
            .Min();
    }

    // What lasts: at least its time, and as long as its condition holds.
    private static ActionsState Last(ActionsState state, IEnumerable<string> fired, DateTimeOffset now)
    {
        var actions = fired.ToHashSet(StringComparer.Ordinal);
        var isStable = actions.Contains(ActionName.Stabilize);
        var hadStable = state.Holding.Contains(ActionName.Stabilize);
        var stableUntil = (isStable, hadStable) switch
        {
            (true, false) => now + MinStable,
            (true, true) => state.StableUntil ?? now + MinStable,
            _ => state.StableUntil > now ? state.StableUntil : null,
        };
        var detailUntil = actions.Contains(ActionName.Recover) && !state.Holding.Contains(ActionName.Recover)
            ? now + Detail
            : state.DetailUntil > now ? state.DetailUntil : null;
        return state with { StableUntil = stableUntil, DetailUntil = detailUntil };
    }
}
