using System.Collections.Immutable;

namespace Iskra.Seams;

/// <summary>What is stored about the state of the system.</summary>
/// <param name="State">The state; null until all four metrics have had a value.</param>
/// <param name="Since">When it was entered.</param>
/// <param name="Values">The metrics at the last step.</param>
/// <param name="Transitions">The newest transitions, oldest first, at most <see cref="SeamRules.KeptTransitions"/>.</param>
/// <param name="Number">How many transitions there have been; part of the ids of their events.</param>
/// <param name="Pending">Events that are perhaps not announced yet.</param>
[GenerateSerializer, Immutable, Alias("iskra.seam-state")]
public sealed record SeamState(
    [property: Id(0)] string? State,
    [property: Id(1)] DateTimeOffset? Since,
    [property: Id(2)] SystemValues? Values,
    [property: Id(3)] ImmutableArray<SeamTransition> Transitions,
    [property: Id(4)] long Number,
    [property: Id(5)] ImmutableArray<PendingEvent> Pending) : IAnnouncedState<SeamState>
{
    /// <summary>Nothing is known yet.</summary>
    public static readonly SeamState Initial = new(null, null, null, [], 0, []);

    /// <inheritdoc/>
    public SeamState WithPending(ImmutableArray<PendingEvent> pending) => this with { Pending = pending };
}
