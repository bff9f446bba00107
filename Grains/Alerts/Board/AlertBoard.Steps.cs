namespace Iskra.Alerts;

/// <content>Where an alert is in its chain, to be shown.</content>
public sealed partial class AlertBoard
{
    /// <summary>An alert with the steps of its chain; null when it is not known.</summary>
    public AlertEscalation? Escalation(string fingerprint, DateTimeOffset now)
    {
        if (_alerts.GetValueOrDefault(fingerprint) is not { } entry) return null;
        var steps = _settings.ChainOf(entry.Priority).Steps;
        return new AlertEscalation(View(entry, now), [.. steps.Select((step, index) => StepView(entry, step, index))]);
    }

    private EscalationStepView StepView(AlertEntry entry, EscalationStep step, int index)
    {
        var state = EscalationRules.StateOf(entry.Record.Escalation, index, entry.Record is { IsFiring: true, Acknowledgement: null });
        DateTimeOffset? dueAt = state is EscalationStepState.Held or EscalationStepState.Stopped ? null : entry.Record.Escalation.StartedAt + step.After;
        return new EscalationStepView(
            index + 1, step.Role, step.Kinds, [.. Integrations(step.Role, step.Kinds).Select(integration => integration.Name)], step.After, state, dueAt);
    }
}
