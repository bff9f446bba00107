using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>The alerts of a route that have the same values of its <c>group_by</c> labels.</summary>
/// <param name="Labels">Those labels.</param>
/// <param name="Receiver">The receiver of the route.</param>
/// <param name="Alerts">The alerts, sorted by job, instance and labels.</param>
[GenerateSerializer, Immutable, Alias("iskra.alert-group-view")]
public sealed record AlertGroupView(
    [property: Id(0)] LabelSet Labels,
    [property: Id(1)] string Receiver,
    [property: Id(2)] ImmutableArray<AlertView> Alerts);
