using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>Keeps alerts that match from notifying for a while.</summary>
/// <param name="Id">A UUID in lower case.</param>
/// <param name="Matchers">All must match; at least one.</param>
/// <param name="StartsAt">In force from here.</param>
/// <param name="EndsAt">In force until here.</param>
/// <param name="UpdatedAt">When it was changed last.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="Comment">Why.</param>
[GenerateSerializer, Immutable, Alias("iskra.silence")]
public sealed record Silence(
    [property: Id(0)] string Id,
    [property: Id(1)] ImmutableArray<LabelMatcher> Matchers,
    [property: Id(2)] DateTimeOffset StartsAt,
    [property: Id(3)] DateTimeOffset EndsAt,
    [property: Id(4)] DateTimeOffset UpdatedAt,
    [property: Id(5)] string CreatedBy,
    [property: Id(6)] string Comment)
{
    /// <summary>Its state at an instant.</summary>
    public SilenceState StateAt(DateTimeOffset now) =>
        now < StartsAt ? SilenceState.Pending : now < EndsAt ? SilenceState.Active : SilenceState.Expired;
}
