using System.Collections.Immutable;
using System.Globalization;

namespace Iskra.Alerts;

/// <content>Escalation chains.</content>
public sealed partial class AlertBoard
{
    private readonly HashSet<string> _dueSteps = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dueResolves = new(StringComparer.Ordinal);

    private void ScheduleStep(AlertEntry entry)
    {
        if (StepDueAt(entry) is { } at) _deadlines.Set(DeadlineKind.StepIsDue, entry.Record.Fingerprint, at);
    }

    private DateTimeOffset? StepDueAt(AlertEntry entry) =>
        entry.IsNotifying ? EscalationRules.NextDueAt(entry.Record.Escalation, _settings.ChainOf(entry.Priority)) : null;

    private void RunDue(DateTimeOffset now)
    {
        RunSteps(now);
        TellAcknowledged(now);
        TellResolved(now);
        foreach (var key in _dueGroups.Order(StringComparer.Ordinal).ToArray()) Flush(key, now);
        _dueGroups.Clear();
    }

    private void RunSteps(DateTimeOffset now)
    {
        if (_dueSteps.Count == 0) return;
        var due = _dueSteps.Select(fingerprint => _alerts.GetValueOrDefault(fingerprint)).OfType<AlertEntry>()
            .Where(entry => StepDueAt(entry) <= now).ToList();
        foreach (var fingerprint in _dueSteps)
        {
            if (_alerts.GetValueOrDefault(fingerprint) is { } entry && StepDueAt(entry) > now) ScheduleStep(entry);
        }

        _dueSteps.Clear();
        foreach (var chain in due.GroupBy(entry => entry.Priority).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            RunChain(_settings.ChainOf(chain.Key), WithWaiting(_settings.ChainOf(chain.Key), [.. chain]), now);
        }
    }

    /// <summary>
    /// With an alert whose first step waited so that others could join it go those that wait for the same.
    /// </summary>
    private List<AlertEntry> WithWaiting(EscalationChain chain, List<AlertEntry> due)
    {
        if (chain.Steps[0].After == TimeSpan.Zero || due.All(entry => entry.Record.Escalation.Next > 0)) return due;
        var known = due.Select(entry => entry.Record.Fingerprint).ToHashSet(StringComparer.Ordinal);
        due.AddRange(_alerts.Values.Where(entry =>
            entry.IsNotifying && entry.Record.Escalation.Next == 0 && entry.Priority == chain.Priority && !known.Contains(entry.Record.Fingerprint)));
        return due;
    }

    private void RunChain(EscalationChain chain, List<AlertEntry> entries, DateTimeOffset now)
    {
        for (var step = 0; step < chain.Steps.Length; step++)
        {
            var concerned = entries.Where(entry =>
                entry.Record.Escalation.Next <= step
                && (step == 0 || EscalationRules.DueUntil(entry.Record.Escalation, chain, now) > step)).ToArray();
            if (concerned.Length > 0) TellStep(chain, step, concerned, now);
        }

        foreach (var entry in entries)
        {
            var escalation = entry.Record.Escalation;
            var next = Math.Max(EscalationRules.DueUntil(escalation, chain, now), Math.Max(1, escalation.Next));
            entry.Record = entry.Record with { Escalation = escalation with { Next = next } };
            Store(entry);
            ScheduleStep(entry);
        }
    }

    private void TellStep(EscalationChain chain, int step, AlertEntry[] entries, DateTimeOffset now)
    {
        var (role, kinds) = (chain.Steps[step].Role, chain.Steps[step].Kinds);
        foreach (var part in entries.OrderBy(entry => entry.Record.Fingerprint, StringComparer.Ordinal).Chunk(Notification.MaxAlerts))
        {
            var lives = TextHash.Of(part.Select(entry => (entry.Record.Fingerprint, entry.Record.Life)));
            var name = string.Create(CultureInfo.InvariantCulture, $"chain/{chain.Priority}/{step + 1}/{lives}");
            ImmutableArray<EscalationMark> marks = [.. part.Select(entry => new EscalationMark(entry.Record.Fingerprint, entry.Record.Life, step + 1, false))];
            foreach (var integration in Integrations(role, kinds))
            {
                Intend(new NotificationIntent(Notify(name, role, integration, [.. part], now) with { Role = role, Step = step + 1 }, marks, null));
            }
        }
    }

    private void TellResolved(DateTimeOffset now)
    {
        if (_dueResolves.Count == 0) return;
        var due = _dueResolves.Select(fingerprint => _alerts.GetValueOrDefault(fingerprint)).OfType<AlertEntry>()
            .Where(entry => entry.Record is { IsFiring: false, IsResolveTold: false, Escalation.Next: > 0 }).ToArray();
        _dueResolves.Clear();
        foreach (var group in due.GroupBy(entry => (entry.Priority, entry.Record.Escalation.Next)).OrderBy(group => group.Key))
        {
            foreach (var part in group.OrderBy(entry => entry.Record.Fingerprint, StringComparer.Ordinal).Chunk(Notification.MaxAlerts))
            {
                TellResolved(_settings.ChainOf(group.Key.Priority), group.Key.Next, part, now);
            }
        }

        foreach (var entry in due)
        {
            entry.Record = entry.Record with { IsResolveTold = true };
            Store(entry);
        }
    }

    private void TellResolved(EscalationChain chain, int steps, AlertEntry[] part, DateTimeOffset now)
    {
        var lives = TextHash.Of(part.Select(entry => (entry.Record.Fingerprint, entry.Record.Life)));
        ImmutableArray<EscalationMark> marks = [.. part.Select(entry => new EscalationMark(entry.Record.Fingerprint, entry.Record.Life, steps, true))];
        for (var step = 0; step < Math.Min(steps, chain.Steps.Length); step++)
        {
            var (role, kinds) = (chain.Steps[step].Role, chain.Steps[step].Kinds);
            var name = string.Create(CultureInfo.InvariantCulture, $"chain/{chain.Priority}/{step + 1}/resolved/{lives}");
            foreach (var integration in Integrations(role, kinds).Where(integration => integration.SendResolved))
            {
                Intend(new NotificationIntent(Notify(name, role, integration, [.. part], now) with { Role = role, Step = step + 1 }, marks, null));
            }
        }
    }

    private IEnumerable<ReceiverIntegration> Integrations(string role, ImmutableArray<IntegrationKind> kinds) =>
        IntegrationsOf(role).Where(integration => kinds.IsEmpty || kinds.Contains(integration.Kind));
}
