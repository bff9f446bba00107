using System.Collections.Immutable;
using System.Globalization;

namespace Iskra.Alerts;

/// <content>Groups: the notifications of the route tree.</content>
public sealed partial class AlertBoard
{
    private readonly HashSet<string> _dueGroups = new(StringComparer.Ordinal);

    /// <summary>The groups with the alerts that a query asks for, sorted by labels and receiver.</summary>
    public ImmutableArray<AlertGroupView> Groups(AlertQuery query, DateTimeOffset now)
    {
        var filter = new AlertFilter(query with { Receiver = null });
        var isReceiver = query.Receiver is { } pattern ? AnchoredPattern.Compile(pattern) : _ => true;
        var groups = new List<AlertGroupView>();
        foreach (var group in _groups.Values.Where(group => isReceiver(group.Route.Receiver)))
        {
            var alerts = group.Members.Select(fingerprint => _alerts[fingerprint])
                .Where(entry => IsShown(entry, filter, now))
                .Select(entry => View(entry, now))
                .Select(view => view with { Receivers = [.. view.Receivers.Order(StringComparer.Ordinal)] })
                .OrderBy(view => view.Labels["job"], StringComparer.Ordinal)
                .ThenBy(view => view.Labels["instance"], StringComparer.Ordinal)
                .ThenBy(view => view.Labels.ToString(), StringComparer.Ordinal)
                .ToImmutableArray();
            if (!alerts.IsEmpty) groups.Add(new AlertGroupView(group.Labels, group.Route.Receiver, alerts));
        }

        return
        [
            .. groups.OrderBy(group => group.Labels.ToString(), StringComparer.Ordinal).ThenBy(group => group.Receiver, StringComparer.Ordinal),
        ];
    }

    private static string GroupKey(Route route, LabelSet labels) => $"{route.Key}:{labels}";

    private IEnumerable<(string Key, GroupEntry Group)> GroupsOf(AlertEntry entry)
    {
        foreach (var route in entry.Routes)
        {
            var key = GroupKey(route, route.GroupOf(entry.Record.Labels));
            if (_groups.TryGetValue(key, out var group)) yield return (key, group);
        }
    }

    private void JoinGroups(AlertEntry entry, DateTimeOffset now)
    {
        foreach (var route in entry.Routes)
        {
            var labels = route.GroupOf(entry.Record.Labels);
            var key = GroupKey(route, labels);
            if (!_groups.TryGetValue(key, out var group))
            {
                group = new GroupEntry(route, labels, GroupRules.Start(key, route, entry.Record.StartsAt, now));
                _groups[key] = group;
                StoreGroup(group);
            }

            group.Members.Add(entry.Record.Fingerprint);
            _deadlines.Set(DeadlineKind.GroupIsFlushed, key, group.Record.NextFlushAt);
        }
    }

    private void TakeOut(string key, GroupEntry group, string fingerprint)
    {
        if (!group.Members.Remove(fingerprint) || group.Members.Count > 0) return;
        _groups.Remove(key);
        StoreGroup(group);
    }

    // A group that tells nobody follows from its alerts; there is nothing to remember.
    private void StoreGroup(GroupEntry group)
    {
        if (IntegrationsOf(group.Route.Receiver).Length > 0) Changes.Groups.Add(group.Record.Key);
    }

    private ImmutableArray<ReceiverIntegration> IntegrationsOf(string receiver) => _settings.Config.Receiver(receiver)?.Integrations ?? [];

    /// <summary>Names of the time intervals that mute a route now.</summary>
    private ImmutableArray<string> MutedBy(Route route, DateTimeOffset now)
    {
        bool IsWithin(string name) => _settings.Config.TimeIntervals.TryGetValue(name, out var intervals) && intervals.Any(interval => interval.Contains(now));
        var muting = route.MuteTimeIntervals.Where(IsWithin).ToImmutableArray();
        if (!muting.IsEmpty || route.ActiveTimeIntervals.IsEmpty || route.ActiveTimeIntervals.Any(IsWithin)) return muting;
        return route.ActiveTimeIntervals;
    }

    private void Flush(string key, DateTimeOffset now)
    {
        if (!_groups.TryGetValue(key, out var group)) return;
        if (group.Record.NextFlushAt > now)
        {
            _deadlines.Set(DeadlineKind.GroupIsFlushed, key, group.Record.NextFlushAt);
            return;
        }

        var members = group.Members.Select(fingerprint => _alerts[fingerprint]).ToArray();
        group.Record = group.Record with { NextFlushAt = now + group.Route.GroupInterval };
        if (MutedBy(group.Route, now).IsEmpty) TellGroup(group, members, now);
        StoreGroup(group);
        group.Members.ExceptWith(members.Where(entry => !entry.Record.IsFiring && !IsCoolingDown(entry, now)).Select(entry => entry.Record.Fingerprint));
        if (group.Members.Count == 0) _groups.Remove(key);
        else _deadlines.Set(DeadlineKind.GroupIsFlushed, key, group.Record.NextFlushAt);
    }

    private void TellGroup(GroupEntry group, AlertEntry[] members, DateTimeOffset now)
    {
        var firing = members.Where(entry => entry.IsNotifying).ToArray();
        var resolved = members.Where(entry => !entry.Record.IsFiring && entry.SilencedBy.Count == 0 && !IsCoolingDown(entry, now)).ToArray();
        var firingPrints = Prints(firing);
        var resolvedPrints = Prints(resolved);

        // Who was told of one that may come back quietly goes on knowing of it.
        var coolingPrints = Prints([.. members.Where(entry => IsCoolingDown(entry, now))]);
        var flush = group.Record.Flushes + 1;
        var told = new List<(ReceiverIntegration Integration, ImmutableArray<AlertEntry> Alerts)>();
        foreach (var integration in IntegrationsOf(group.Route.Receiver))
        {
            var sent = group.Record.Sent.GetValueOrDefault(integration.Name);
            if (!GroupRules.MustSend(sent, group.Route, firingPrints, resolvedPrints, integration.SendResolved, now)) continue;
            told.Add((integration, integration.SendResolved ? [.. firing, .. resolved] : [.. firing]));
            group.Record = group.Record with
            {
                Flushes = flush,
                Sent = group.Record.Sent.SetItem(integration.Name, new GroupSent(now, Known(sent, firingPrints, coolingPrints), resolvedPrints)),
            };
        }

        foreach (var (integration, alerts) in told)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"group/{TextHash.Of(group.Record.Key)}/{group.Record.StartedAt.ToUnixTimeMilliseconds()}/{flush}");
            Intend(new NotificationIntent(
                Notify(name, group.Route.Receiver, integration, alerts, now) with { GroupKey = group.Record.Key, GroupLabels = group.Labels }, [], group.Record));
        }
    }

    private static bool IsCoolingDown(AlertEntry entry, DateTimeOffset now) => !entry.Record.IsFiring && AlertRules.TellResolvedAt(entry.Record) > now;

    private static ImmutableArray<string> Known(GroupSent? sent, ImmutableArray<string> firing, ImmutableArray<string> cooling) => sent is null || cooling.IsEmpty
        ? firing
        : [.. firing.Union(cooling.Intersect(sent.Firing, StringComparer.Ordinal), StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static ImmutableArray<string> Prints(AlertEntry[] entries) => [.. entries.Select(entry => entry.Record.Fingerprint)];

    private Notification Notify(string name, string receiver, ReceiverIntegration integration, ImmutableArray<AlertEntry> alerts, DateTimeOffset now) => new()
    {
        Key = $"{name}/{receiver}/{integration.Name}",
        Receiver = receiver,
        Integration = integration.Name,
        GroupKey = name,
        Alerts = [.. alerts.Take(Notification.MaxAlerts).Select(entry => View(entry, now))],
        TruncatedAlerts = Math.Max(0, alerts.Length - Notification.MaxAlerts),
        Priority = alerts.Min(entry => entry.Priority)!,
        At = now,
    };

    private void Intend(NotificationIntent intent)
    {
        _intents[intent.Notification.Key] = intent;
        Changes.Intents.Add(intent.Notification.Key);
    }
}
