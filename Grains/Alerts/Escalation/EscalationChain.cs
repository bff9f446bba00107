using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>Who is told of an alert, and when (domain section 5).</summary>
/// <param name="Priority">The priority of the alerts that it is for.</param>
/// <param name="Steps">The steps, by time.</param>
public sealed record EscalationChain(string Priority, ImmutableArray<EscalationStep> Steps)
{
    /// <summary>Most steps of a chain.</summary>
    public const int MaxSteps = 10;

    /// <summary>The chains of the domain's table.</summary>
    public static readonly IReadOnlyDictionary<string, EscalationChain> Defaults = new[]
    {
        new EscalationChain(AlertPriority.P0,
        [
            Step(0, "devops_lead", IntegrationKind.Slack, IntegrationKind.Email),
            Step(5, "sre", IntegrationKind.PagerDuty),
            Step(15, "tech_lead", IntegrationKind.Email),
        ]),
        new EscalationChain(AlertPriority.P1,
        [
            Step(0.5, "team", IntegrationKind.Slack),
            Step(15, "sre", IntegrationKind.PagerDuty),
            Step(60, "pm", IntegrationKind.Email),
        ]),
        new EscalationChain(AlertPriority.P2, [Step(240, "pm", IntegrationKind.Email)]),
    }.ToDictionary(chain => chain.Priority);

    private static EscalationStep Step(double minutes, string role, params IntegrationKind[] kinds) =>
        new(TimeSpan.FromMinutes(minutes), role, [.. kinds]);
}
