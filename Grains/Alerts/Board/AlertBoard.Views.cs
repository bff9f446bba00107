using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <content>What can be asked.</content>
public sealed partial class AlertBoard
{
    /// <summary>Alerts that have not ended, sorted by fingerprint.</summary>
    public ImmutableArray<AlertView> Query(AlertQuery query, DateTimeOffset now)
    {
        var filter = new AlertFilter(query);
        return
        [
            .. _alerts.Values.Where(entry => IsShown(entry, filter, now))
                .OrderBy(entry => entry.Record.Fingerprint, StringComparer.Ordinal)
                .Select(entry => View(entry, now)),
        ];
    }

    /// <summary>The numbers of now.</summary>
    public AlertStats Stats(DateTimeOffset now)
    {
        var firing = _alerts.Values.Where(entry => entry.Record.IsFiring).ToArray();
        return new AlertStats(
            firing.Length,
            _day == DateOnly.FromDateTime(now.UtcDateTime) ? _resolvedToday : 0,
            _silences.All.Count(silence => silence.StateAt(now) == SilenceState.Active),
            firing.Count(entry => entry.InhibitedBy is not null));
    }

    private static bool IsShown(AlertEntry entry, AlertFilter filter, DateTimeOffset now) =>
        entry.Record.IsFiring && entry.Record.EndsAt >= now && filter.IsMatch(
            entry.Record.Labels, entry.SilencedBy.Count > 0, entry.InhibitedBy is not null, entry.Routes.Select(route => route.Receiver));

    private AlertView View(AlertEntry entry, DateTimeOffset now)
    {
        var record = entry.Record;
        var mutedBy = entry.Routes.SelectMany(route => MutedBy(route, now)).Distinct().ToImmutableArray();
        var next = NextNotificationAt(entry, now);
        return new AlertView
        {
            Fingerprint = record.Fingerprint,
            Labels = record.Labels,
            Annotations = record.Annotations,
            GeneratorUrl = record.GeneratorUrl,
            StartsAt = record.StartsAt,
            EndsAt = record.EndsAt,
            UpdatedAt = record.UpdatedAt,
            Status = !record.IsFiring ? AlertStatus.Resolved : entry.IsSuppressed ? AlertStatus.Suppressed : AlertStatus.Firing,
            Priority = entry.Priority,
            SilencedBy = [.. entry.SilencedBy],
            InhibitedBy = entry.InhibitedBy is { } inhibitor ? [inhibitor] : [],
            MutedBy = mutedBy,
            Receivers = [.. entry.Routes.Select(route => route.Receiver)],
            Acknowledgement = record.Acknowledgement,
            Reason = ReasonOf(entry, next, mutedBy.Length > 0),
            NextNotificationAt = next,
            EscalationStep = record.Escalation.Next,
        };
    }

    private QuietReason ReasonOf(AlertEntry entry, DateTimeOffset? next, bool isMuted)
    {
        if (!entry.Record.IsFiring) return QuietReason.Resolved;
        if (entry.SilencedBy.Count > 0) return QuietReason.Silenced;
        if (entry.InhibitedBy is not null) return QuietReason.Inhibited;
        if (entry.Record.Acknowledgement is not null) return QuietReason.Acknowledged;
        if (isMuted && next is null) return QuietReason.Muted;
        if (entry.Record.IsQuiet) return QuietReason.CoolDown;
        if (next is not null) return QuietReason.Waiting;
        return HasReceiver(entry) ? QuietReason.Notified : QuietReason.Nobody;
    }

    private bool HasReceiver(AlertEntry entry) =>
        entry.Routes.Any(route => !IntegrationsOf(route.Receiver).IsEmpty)
        || _settings.ChainOf(entry.Priority).Steps.Any(step => Integrations(step.Role, step.Kinds).Any());

    private DateTimeOffset? NextNotificationAt(AlertEntry entry, DateTimeOffset now)
    {
        if (!entry.IsNotifying) return null;
        DateTimeOffset? next = null;
        var chain = _settings.ChainOf(entry.Priority);
        for (var step = entry.Record.Escalation.Next; step < chain.Steps.Length; step++)
        {
            if (!Integrations(chain.Steps[step].Role, chain.Steps[step].Kinds).Any()) continue;
            next = entry.Record.Escalation.StartedAt + chain.Steps[step].After;
            break;
        }

        foreach (var (_, group) in GroupsOf(entry))
        {
            if (IntegrationsOf(group.Route.Receiver).IsEmpty || !MutedBy(group.Route, now).IsEmpty) continue;
            var at = group.Record.NextFlushAt;
            var isTold = group.Record.Sent.Values.Any(sent => sent.Firing.BinarySearch(entry.Record.Fingerprint, StringComparer.Ordinal) >= 0);
            if (!isTold && (next is null || at < next)) next = at;
        }

        return next;
    }
}
