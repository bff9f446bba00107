using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>
/// All alerts and silences, and all that follows from them: suppression, groups, escalation, events, notifications. It is told what
/// happens and what time it is; it decides at once and keeps in <see cref="Changes"/> what is to be stored. It knows no clock, no store
/// and no network.
/// </summary>
public sealed partial class AlertBoard
{
    /// <summary>The end of an alert is stored anew when it has moved this far beyond the stored one.</summary>
    public static readonly TimeSpan EndSlack = TimeSpan.FromMinutes(10);

    /// <summary>While so many notifications wait to be handed over no further ones are decided; what is due stays due.</summary>
    public const int MaxIntents = 5_000;

    private readonly Dictionary<string, AlertEntry> _alerts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SilenceRecord> _silenceRecords = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GroupEntry> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NotificationIntent> _intents = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, BoardEvent> _events = [];
    private readonly SilenceBook _silences = new();
    private readonly DeadlineQueue _deadlines = new();
    private readonly InhibitionBook _inhibition;
    private readonly AlertSettings _settings;
    private readonly Func<string> _newId;
    private long _order;
    private DateOnly _day;
    private int _resolvedToday;

    /// <summary>An empty board.</summary>
    /// <param name="settings">What configuration says.</param>
    /// <param name="newId">Makes ids of silences.</param>
    public AlertBoard(AlertSettings settings, Func<string> newId)
    {
        (_settings, _newId) = (settings, newId);
        _inhibition = new InhibitionBook(settings.Config.InhibitRules);
    }

    /// <summary>What is not stored yet.</summary>
    public BoardChanges Changes { get; } = new();

    /// <summary>When something happens by time alone next; null for never.</summary>
    public DateTimeOffset? NextDeadline => _deadlines.Next;

    /// <summary>Number of alerts, those that have ended included.</summary>
    public int Count => _alerts.Count;

    /// <summary>The events that wait to be appended, in order.</summary>
    public IEnumerable<BoardEvent> Events => _events.Values;

    /// <summary>The notifications that wait to be handed over.</summary>
    public IEnumerable<NotificationIntent> Intents => _intents.Values;

    /// <summary>The day and how many alerts have ended on it.</summary>
    public (DateOnly Day, int Count) Resolved => (_day, _resolvedToday);

    /// <summary>What to store of an alert; null when it is forgotten.</summary>
    public AlertRecord? Alert(string fingerprint) => _alerts.GetValueOrDefault(fingerprint)?.Record;

    /// <summary>What to store of a silence; null when it is forgotten.</summary>
    public SilenceRecord? SilenceRecord(string id) => _silenceRecords.GetValueOrDefault(id);

    /// <summary>What to store of a group; null when it is gone.</summary>
    public GroupRecord? Group(string key) => _groups.GetValueOrDefault(key)?.Record;

    /// <summary>What to store of a decided notification; null when it has been handed over.</summary>
    public NotificationIntent? Intent(string key) => _intents.GetValueOrDefault(key);

    /// <summary>Takes what sources say about alerts; all of it takes effect together.</summary>
    /// <exception cref="RefusedException"><c>overloaded</c>: there are too many alerts; nothing was taken.</exception>
    public void Post(IReadOnlyList<AlertPost> posts, DateTimeOffset now)
    {
        Advance(now);
        var prints = posts.Select(post => Fingerprint.Of(post.Labels)).ToArray();
        CheckRoom(posts, prints, now);
        var touched = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < posts.Count; i++)
        {
            // What is said twice of an alert happens one after the other.
            if (_alerts.GetValueOrDefault(prints[i])?.Begun is not null) JudgeAll(touched, now);
            Take(prints[i], posts[i], touched, now);
        }

        JudgeAll(touched, now);
        Advance(now);
    }

    /// <summary>Says that somebody takes care of an alert.</summary>
    /// <exception cref="RefusedException"><c>not_found</c>: no such alert fires.</exception>
    public AlertView Acknowledge(string fingerprint, string by, DateTimeOffset now)
    {
        Advance(now);
        if (_alerts.GetValueOrDefault(fingerprint) is not { Record.IsFiring: true } entry)
            throw new RefusedException(ErrorCode.NotFound, "There is no alert with this fingerprint that fires.");
        if (entry.Record.Acknowledgement is null)
        {
            entry.Record = entry.Record with { Acknowledgement = new AlertAcknowledgement(by, now) };
            Tell(entry, AlertEvent.Acknowledged, now);
            _dueAcknowledgements.Add(fingerprint);
            Advance(now);
        }

        return View(entry, now);
    }

    /// <summary>Does what has become due.</summary>
    public void Advance(DateTimeOffset now)
    {
        var touched = new HashSet<string>(StringComparer.Ordinal);
        while (_deadlines.TryTake(now, out var deadline))
        {
            switch (deadline.Kind)
            {
                case DeadlineKind.AlertEnds:
                    EndWhenDue(deadline.Key, touched, now);
                    break;
                case DeadlineKind.AlertIsForgotten:
                    ForgetWhenDue(deadline.Key, now);
                    break;
                case DeadlineKind.SilenceChanges:
                    ChangeSilence(deadline.Key, touched, now);
                    break;
                case DeadlineKind.StepIsDue:
                    _dueSteps.Add(deadline.Key);
                    break;
                case DeadlineKind.ResolveIsTold:
                    _dueResolves.Add(deadline.Key);
                    break;
                case DeadlineKind.GroupIsFlushed:
                    _dueGroups.Add(deadline.Key);
                    break;
            }

            // Nobody is told of anything before everything that happened until then is known.
            if (!(_deadlines.Next <= now)) JudgeAll(touched, now);
        }

        if (_intents.Count < MaxIntents) RunDue(now);
    }

    private void CheckRoom(IReadOnlyList<AlertPost> posts, string[] prints, DateTimeOffset now)
    {
        if (_alerts.Count + posts.Count <= _settings.MaxAlerts) return;
        var more = prints.Where((print, i) => !_alerts.ContainsKey(print) && !AlertRules.IsOver(posts[i], now)).Distinct().Count();
        if (_alerts.Count + more > _settings.MaxAlerts)
            throw new RefusedException(ErrorCode.Overloaded, $"There are {_alerts.Count} alerts; {_settings.MaxAlerts} can be kept. Nothing of this was taken.", 60);
    }

    private void Take(string fingerprint, AlertPost post, HashSet<string> touched, DateTimeOffset now)
    {
        var entry = _alerts.GetValueOrDefault(fingerprint);
        if (entry is not { Record.IsFiring: true })
        {
            if (!AlertRules.IsOver(post, now)) Begin(fingerprint, post, entry, touched, now);
            return;
        }

        var before = entry.Record;
        entry.Record = AlertRules.Merge(before, post, now);
        if (entry.Record.EndsAt <= now)
        {
            End(entry, touched, now);
            return;
        }

        _deadlines.Set(DeadlineKind.AlertEnds, fingerprint, entry.Record.EndsAt);
        var isFar = entry.Record.EndsAt - entry.StoredEndsAt > EndSlack || entry.Record.EndsAt < entry.StoredEndsAt;
        if (isFar || AlertRules.MustStore(before, entry.Record)) Store(entry);
    }

    private void Begin(string fingerprint, AlertPost post, AlertEntry? known, HashSet<string> touched, DateTimeOffset now)
    {
        var record = AlertRules.Begin(fingerprint, post, known?.Record, now);
        if (known is null)
        {
            known = new AlertEntry(record, _inhibition.RolesOf(post.Labels), _settings.Config.Root.Match(post.Labels)) { Begun = AlertEvent.Created };
            _alerts[fingerprint] = known;
            _inhibition.Add(fingerprint, known.Roles);
        }
        else
        {
            known.Record = record;
            known.Begun = AlertEvent.Firing;
        }

        _inhibition.Fire(fingerprint, known.Roles, touched);
        touched.Add(fingerprint);
        _deadlines.Set(DeadlineKind.AlertEnds, fingerprint, record.EndsAt);
        Store(known);
    }

    private void End(AlertEntry entry, HashSet<string> touched, DateTimeOffset now)
    {
        entry.Record = AlertRules.End(entry.Record, now);
        entry.Begun = null;
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        (_day, _resolvedToday) = (day, day == _day ? _resolvedToday + 1 : 1);
        _inhibition.Resolve(entry.Record.Fingerprint, entry.Roles, touched);
        if (entry.Record is { Escalation.Next: > 0, IsResolveTold: false })
            _deadlines.Set(DeadlineKind.ResolveIsTold, entry.Record.Fingerprint, AlertRules.TellResolvedAt(entry.Record));
        _deadlines.Set(DeadlineKind.AlertIsForgotten, entry.Record.Fingerprint, AlertRules.ForgetAt(entry.Record));
        Tell(entry, AlertEvent.Resolved, now);
    }

    private void EndWhenDue(string fingerprint, HashSet<string> touched, DateTimeOffset now)
    {
        if (_alerts.GetValueOrDefault(fingerprint) is not { Record.IsFiring: true } entry) return;
        if (entry.Record.EndsAt <= now) End(entry, touched, now);
        else _deadlines.Set(DeadlineKind.AlertEnds, fingerprint, entry.Record.EndsAt);
    }

    private void ForgetWhenDue(string fingerprint, DateTimeOffset now)
    {
        if (_alerts.GetValueOrDefault(fingerprint) is not { Record.IsFiring: false } entry) return;
        var at = AlertRules.ForgetAt(entry.Record);
        var isNeeded = entry.Record.Pending.Length > 0 || _intents.Values.Any(intent => intent.Marks.Any(mark => mark.Fingerprint == fingerprint));
        if (at > now || isNeeded)
        {
            _deadlines.Set(DeadlineKind.AlertIsForgotten, fingerprint, at > now ? at : now + AlertRules.Retention);
            return;
        }

        _inhibition.Remove(fingerprint, entry.Roles);
        foreach (var (key, group) in GroupsOf(entry)) TakeOut(key, group, fingerprint);
        _alerts.Remove(fingerprint);
        Changes.Alerts.Add(fingerprint);
    }

    private void Store(AlertEntry entry)
    {
        entry.StoredEndsAt = entry.Record.EndsAt;
        Changes.Alerts.Add(entry.Record.Fingerprint);
    }
}
