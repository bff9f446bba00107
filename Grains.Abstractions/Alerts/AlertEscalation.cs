using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>Who is told of an alert by its escalation chain, and when.</summary>
/// <param name="Alert">The alert as it is now.</param>
/// <param name="Steps">All steps of its chain, by time.</param>
[GenerateSerializer, Immutable, Alias("iskra.alert-escalation")]
public sealed record AlertEscalation([property: Id(0)] AlertView Alert, [property: Id(1)] ImmutableArray<EscalationStepView> Steps);
