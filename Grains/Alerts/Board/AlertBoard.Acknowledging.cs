using System.Collections.Immutable;
using System.Globalization;

namespace Iskra.Alerts;

/// <content>Incidents elsewhere that follow an acknowledgement: PagerDuty is told once, where it knows of the alert.</content>
public sealed partial class AlertBoard
{
    private readonly HashSet<string> _dueAcknowledgements = new(StringComparer.Ordinal);

    private static bool HasUntoldAcknowledgement(AlertEntry entry) =>
        entry.Record is { IsFiring: true, Acknowledgement: not null, IsAcknowledgementTold: false };

    private void TellAcknowledged(DateTimeOffset now)
    {
        if (_dueAcknowledgements.Count == 0) return;
        var due = _dueAcknowledgements.Order(StringComparer.Ordinal).Select(fingerprint => _alerts.GetValueOrDefault(fingerprint)).OfType<AlertEntry>()
            .Where(HasUntoldAcknowledgement).ToArray();
        _dueAcknowledgements.Clear();
        foreach (var entry in due)
        {
            TellChainAcknowledged(entry, now);
            foreach (var (_, group) in GroupsOf(entry)) TellGroupAcknowledged(group, entry.Record.Fingerprint, now);
            entry.Record = entry.Record with { IsAcknowledgementTold = true };
            Store(entry);
        }
    }

    // The incident is that of the alert, whichever step made it; whom two steps told is told once.
    private void TellChainAcknowledged(AlertEntry entry, DateTimeOffset now)
    {
        var chain = _settings.ChainOf(entry.Priority);
        var told = new HashSet<(string Role, string Integration)>();
        for (var step = 0; step < Math.Min(entry.Record.Escalation.Next, chain.Steps.Length); step++)
        {
            var (role, kinds) = (chain.Steps[step].Role, chain.Steps[step].Kinds);
            foreach (var integration in Integrations(role, kinds).Where(integration => integration.Kind == IntegrationKind.PagerDuty))
            {
                if (!told.Add((role, integration.Name))) continue;
                var life = TextHash.Of([(entry.Record.Fingerprint, entry.Record.Life)]);
                var name = string.Create(CultureInfo.InvariantCulture, $"chain/{chain.Priority}/{step + 1}/acknowledged/{life}");
                ImmutableArray<EscalationMark> marks = [new EscalationMark(entry.Record.Fingerprint, entry.Record.Life, entry.Record.Escalation.Next, false)];
                Intend(new NotificationIntent(Notify(name, role, integration, [entry], now) with { Role = role, Step = step + 1 }, marks, null));
            }
        }
    }

    // The incident is that of the group: somebody takes care of it once somebody takes care of all that it was told of and that fires.
    private void TellGroupAcknowledged(GroupEntry group, string fingerprint, DateTimeOffset now)
    {
        foreach (var integration in IntegrationsOf(group.Route.Receiver).Where(integration => integration.Kind == IntegrationKind.PagerDuty))
        {
            if (group.Record.Sent.GetValueOrDefault(integration.Name) is not { } sent || !sent.Firing.Contains(fingerprint)) continue;
            ImmutableArray<AlertEntry> firing =
                [.. sent.Firing.Select(print => _alerts.GetValueOrDefault(print)).OfType<AlertEntry>().Where(entry => entry.Record.IsFiring)];
            if (firing.Any(entry => entry.Record.Acknowledgement is null)) continue;
            var name = string.Create(
                CultureInfo.InvariantCulture,
                $"group/{TextHash.Of(group.Record.Key)}/{group.Record.StartedAt.ToUnixTimeMilliseconds()}/{group.Record.Flushes}/acknowledged");
            Intend(new NotificationIntent(
                Notify(name, group.Route.Receiver, integration, firing, now) with { GroupKey = group.Record.Key, GroupLabels = group.Labels }, [], group.Record));
        }
    }
}
