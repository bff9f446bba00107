using System.Collections.Immutable;

namespace Iskra.Metrics;

/// <summary>What a metric stores so that every change of its state is announced once, whatever happens in between.</summary>
/// <param name="Announced">The state that the last acknowledged announcement led to.</param>
/// <param name="AnnouncedAt">The time of the newest change, announced or pending.</param>
/// <param name="Pending">Changes that are decided and perhaps not announced, oldest first.</param>
[GenerateSerializer, Immutable, Alias("iskra.announcement-state")]
public sealed record AnnouncementState(
    [property: Id(0)] MetricState Announced,
    [property: Id(1)] DateTimeOffset AnnouncedAt,
    [property: Id(2)] ImmutableArray<StateChange> Pending)
{
    /// <summary>The state of a metric that has announced nothing.</summary>
    public static readonly AnnouncementState Initial = new(MetricState.Ok, DateTimeOffset.UnixEpoch, []);
}
