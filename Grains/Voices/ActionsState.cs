using System.Collections.Immutable;

namespace Iskra.Voices;

/// <summary>What the chorus stores: which actions' conditions hold, what actions last, and what is perhaps not announced yet.</summary>
/// <param name="Holding">Actions whose condition held at the last step.</param>
/// <param name="StableUntil">Until when live values are published less often at least; null when they are not.</param>
/// <param name="DetailUntil">Until when logs are detailed; null when they are not.</param>
/// <param name="Number">How many actions have been executed; part of the ids of their events.</param>
/// <param name="Memory">What the triggers need to know about the past.</param>
/// <param name="Pending">Events that are perhaps not announced yet.</param>
/// <param name="Unfinished">Actions that were decided and whose execution has not been confirmed.</param>
/// <param name="LeftAt">When the condition of an action that notifies ceased to hold last; null for never.</param>
[GenerateSerializer, Immutable, Alias("iskra.actions-state")]
public sealed record ActionsState(
    [property: Id(0)] ImmutableArray<string> Holding,
    [property: Id(1)] DateTimeOffset? StableUntil,
    [property: Id(2)] DateTimeOffset? DetailUntil,
    [property: Id(3)] long Number,
    [property: Id(4)] TriggerMemory Memory,
    [property: Id(5)] ImmutableArray<PendingEvent> Pending,
    [property: Id(6)] ImmutableArray<ActionCall> Unfinished,
    [property: Id(7)] ImmutableDictionary<string, DateTimeOffset>? LeftAt = null) : IAnnouncedState<ActionsState>
{
    /// <summary>Nothing has been done yet.</summary>
    public static readonly ActionsState Initial = new([], null, null, 0, TriggerMemory.Empty, [], []);

    /// <inheritdoc/>
    public ActionsState WithPending(ImmutableArray<PendingEvent> pending) => this with { Pending = pending };
}
