using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>A step of an escalation chain.</summary>
/// <param name="After">Time since the alert began to fire, the time in which it was suppressed not counted.</param>
/// <param name="Role">Who is told: the receiver of this name in alertmanager.yml.</param>
/// <param name="Kinds">By which of the receiver's integrations; empty for all.</param>
public sealed record EscalationStep(TimeSpan After, string Role, ImmutableArray<IntegrationKind> Kinds);
