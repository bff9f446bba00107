using System.Collections.Immutable;
using Iskra.Channels;

namespace Iskra.Alerts;

/// <content>What a restart finds.</content>
public sealed partial class AlertBoard
{
    /// <summary>
    /// Takes in what was stored. Silences and inhibition are complete before anything is judged, and what was decided before is marked
    /// as such, so that nobody is told twice and nobody of what is suppressed. What became due meanwhile is done.
    /// </summary>
    public void Load(StoredBoard stored, DateTimeOffset now)
    {
        (_day, _resolvedToday) = (stored.Day, stored.ResolvedToday);
        foreach (var silence in stored.Silences) LoadSilence(silence, now);
        foreach (var alert in stored.Alerts) LoadAlert(alert, now);
        var groups = stored.Groups.ToDictionary(group => group.Key, StringComparer.Ordinal);
        foreach (var intent in stored.Intents) LoadIntent(intent, groups);
        foreach (var entry in _alerts.Values) LoadGroups(entry, groups, now);
        foreach (var key in groups.Keys.Where(key => !_groups.ContainsKey(key))) Changes.Groups.Add(key);
        foreach (var entry in _alerts.Values) Assess(entry, now);
        _dueAcknowledgements.UnionWith(_alerts.Values.Where(HasUntoldAcknowledgement).Select(entry => entry.Record.Fingerprint));
        Advance(now);
        foreach (var entry in _alerts.Values) Conclude(entry, now);
        Advance(now);
    }

    private void LoadSilence(SilenceRecord record, DateTimeOffset now)
    {
        _silences.Put(record.Silence);
        _silenceRecords[record.Silence.Id] = record;
        foreach (var pending in record.Pending) LoadEvent(new BoardEvent(ChannelName.Silences, record.Silence.Id, pending));
        var isSeen = record.IsOver || record.Silence.StateAt(now) == SilenceState.Pending;
        if (isSeen) ScheduleSilence(record.Silence, now);
        else _deadlines.Set(DeadlineKind.SilenceChanges, record.Silence.Id, now);
    }

    private void LoadAlert(AlertRecord stored, DateTimeOffset now)
    {
        var record = AlertRules.Restore(stored, _settings.Config.ResolveTimeout, now);
        var entry = new AlertEntry(record, _inhibition.RolesOf(record.Labels), _settings.Config.Root.Match(record.Labels)) { StoredEndsAt = stored.EndsAt };
        _alerts[record.Fingerprint] = entry;
        _inhibition.Add(record.Fingerprint, entry.Roles);

        // All are judged at the end; whom it concerns need not be found here, which would take the square of their number.
        if (record.IsFiring) _inhibition.Fire(record.Fingerprint, entry.Roles, concerned: null);
        foreach (var pending in record.Pending) LoadEvent(new BoardEvent(ChannelName.Alerts, record.Fingerprint, pending));
        if (record.IsFiring)
        {
            _deadlines.Set(DeadlineKind.AlertEnds, record.Fingerprint, record.EndsAt);
            return;
        }

        _deadlines.Set(DeadlineKind.AlertIsForgotten, record.Fingerprint, AlertRules.ForgetAt(record));
        if (!record.IsResolveTold) _deadlines.Set(DeadlineKind.ResolveIsTold, record.Fingerprint, AlertRules.TellResolvedAt(record));
    }

    private void LoadEvent(BoardEvent loaded)
    {
        _events[loaded.Event.Order] = loaded;
        _order = Math.Max(_order, loaded.Event.Order);
    }

    // What it marks may not have been stored any more; that is made up for here.
    private void LoadIntent(NotificationIntent intent, Dictionary<string, GroupRecord> groups)
    {
        if (!IsFounded(intent, groups))
        {
            Changes.Intents.Add(intent.Notification.Key);
            return;
        }

        _intents[intent.Notification.Key] = intent;
        foreach (var mark in intent.Marks)
        {
            if (_alerts.GetValueOrDefault(mark.Fingerprint) is not { } entry || entry.Record.Life != mark.Life) continue;
            var escalation = entry.Record.Escalation;
            entry.Record = entry.Record with
            {
                Escalation = escalation with { Next = Math.Max(escalation.Next, mark.Next) },
                IsResolveTold = entry.Record.IsResolveTold || mark.IsResolve,
            };
            Store(entry);
        }

        if (intent.Group is { } group && (!groups.TryGetValue(group.Key, out var known) || known.Flushes < group.Flushes)) groups[group.Key] = group;
    }

    // A notification is stored before the alert that began with it. Where that alert never came into the store, nobody was told: its
    // source was refused, will post it again, and it will be decided anew.
    private bool IsFounded(NotificationIntent intent, Dictionary<string, GroupRecord> groups) => intent.Group is { } group
        ? group.Flushes > 1 || groups.ContainsKey(group.Key)
        : intent.Marks.Any(mark => _alerts.GetValueOrDefault(mark.Fingerprint)?.Record.Life >= mark.Life);

    private void LoadGroups(AlertEntry entry, Dictionary<string, GroupRecord> groups, DateTimeOffset now)
    {
        foreach (var route in entry.Routes)
        {
            var labels = route.GroupOf(entry.Record.Labels);
            var key = GroupKey(route, labels);
            if (!_groups.TryGetValue(key, out var group))
            {
                var isKnown = groups.TryGetValue(key, out var record);
                if (!isKnown && !entry.Record.IsFiring) continue;
                group = new GroupEntry(route, labels, record ?? GroupRules.Start(key, route, entry.Record.StartsAt, now));
                _groups[key] = group;
                if (!isKnown) StoreGroup(group);
            }

            // One that has ended belongs to it only as long as somebody may have to be told.
            var isTold = group.Record.Sent.Values.Any(sent => sent.Firing.BinarySearch(entry.Record.Fingerprint, StringComparer.Ordinal) >= 0);
            if (entry.Record.IsFiring || isTold) group.Members.Add(entry.Record.Fingerprint);
            _deadlines.Set(DeadlineKind.GroupIsFlushed, key, group.Record.NextFlushAt);
        }
    }
}
