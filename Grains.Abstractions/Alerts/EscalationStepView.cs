using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>A step of the escalation chain of an alert, as it stands for that alert.</summary>
/// <param name="Step">Its number, the first is 1.</param>
/// <param name="Role">Who is told: the receiver of this name in alertmanager.yml.</param>
/// <param name="Kinds">By which of the receiver's integrations; empty for all.</param>
/// <param name="Integrations">Those that the receiver has of these, for example <c>slack[0]</c>; empty when nobody can be told.</param>
/// <param name="After">Time since the alert began to fire, the time in which it was suppressed not counted.</param>
/// <param name="State">Where it stands.</param>
/// <param name="DueAt">When it is or was due; null while the clock of the chain stands, and when the step will not come.</param>
[GenerateSerializer, Immutable, Alias("iskra.escalation-step-view")]
public sealed record EscalationStepView(
    [property: Id(0)] int Step,
    [property: Id(1)] string Role,
    [property: Id(2)] ImmutableArray<IntegrationKind> Kinds,
    [property: Id(3)] ImmutableArray<string> Integrations,
    [property: Id(4)] TimeSpan After,
    [property: Id(5)] EscalationStepState State,
    [property: Id(6)] DateTimeOffset? DueAt);
