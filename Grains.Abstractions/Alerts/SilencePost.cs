using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>A silence to make or to change.</summary>
/// <param name="Id">Id of the silence to change; null for a new one.</param>
/// <param name="Matchers">All must match; at least one.</param>
/// <param name="StartsAt">In force from here; of a new one not before now.</param>
/// <param name="EndsAt">In force until here.</param>
/// <param name="CreatedBy">Who makes it.</param>
/// <param name="Comment">Why.</param>
[GenerateSerializer, Immutable, Alias("iskra.silence-post")]
public sealed record SilencePost(
    [property: Id(0)] string? Id,
    [property: Id(1)] ImmutableArray<LabelMatcher> Matchers,
    [property: Id(2)] DateTimeOffset StartsAt,
    [property: Id(3)] DateTimeOffset EndsAt,
    [property: Id(4)] string CreatedBy,
    [property: Id(5)] string Comment);
