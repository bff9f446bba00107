using System.Collections.Immutable;

namespace Iskra.Voices;

/// <summary>
/// What triggers need to know about the past: since when timed conditions hold, and how many events there were in the last
/// seconds. Bounded by the conditions of the definition: one entry a timed condition, one a second and event for at most 10 min.
/// </summary>
/// <param name="Held">Timed conditions that hold.</param>
/// <param name="Tallies">Counted events, oldest first.</param>
[GenerateSerializer, Immutable, Alias("iskra.trigger-memory")]
public sealed record TriggerMemory(
    [property: Id(0)] ImmutableArray<HeldCondition> Held,
    [property: Id(1)] ImmutableArray<EventTally> Tallies)
{
    /// <summary>Nothing has happened yet.</summary>
    public static readonly TriggerMemory Empty = new([], []);

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>The memory after a step.</summary>
    /// <param name="conditions">The conditions that are of interest.</param>
    /// <param name="step">The step.</param>
    /// <param name="now">When it is taken.</param>
    public TriggerMemory After(IReadOnlyCollection<TriggerCondition> conditions, VoiceStep step, DateTimeOffset now)
    {
        var held = Hold(conditions, step, now);
        var tallies = Count(conditions, step, now);
        return held.SequenceEqual(Held) && tallies.SequenceEqual(Tallies) ? this : new TriggerMemory(held, tallies);
    }

    /// <summary>Since when a timed condition has held; null when it does not.</summary>
    public DateTimeOffset? HeldSince(TriggerCondition condition) => Held.FirstOrDefault(held => held.Condition == condition.Text)?.Since;

    /// <summary>How many events a condition counts.</summary>
    public int CountOf(TriggerCondition condition, DateTimeOffset now) =>
        Tallies.Where(tally => tally.Event == condition.Name && now - tally.At < condition.Within).Sum(tally => tally.Count);

    private ImmutableArray<HeldCondition> Hold(IReadOnlyCollection<TriggerCondition> conditions, VoiceStep step, DateTimeOffset now) =>
    [
        .. from condition in conditions
           where condition.For > TimeSpan.Zero && TriggerFacts.ValueOf(condition, step) is { } value && condition.Compare(value)
           group condition by condition.Text into same
           select new HeldCondition(same.Key, HeldSince(same.First()) ?? now),
    ];

    private ImmutableArray<EventTally> Count(IReadOnlyCollection<TriggerCondition> conditions, VoiceStep step, DateTimeOffset now)
    {
        var tallies = Tallies.RemoveAll(tally => !conditions.Any(condition => condition.Name == tally.Event && now - tally.At < condition.Within));
        foreach (var (name, count) in step.Events)
        {
            if (!conditions.Any(condition => condition.IsEvent && condition.Name == name)) continue;
            var last = tallies.LastOrDefault(tally => tally.Event == name);
            tallies = last is not null && now - last.At < Second
                ? tallies.Replace(last, last with { Count = Math.Min(int.MaxValue / 2, last.Count + count) })
                : tallies.Add(new EventTally(name, now, count));
        }

        return tallies;
    }
}
