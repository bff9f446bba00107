using System.Globalization;
using Iskra.Channels;

namespace Iskra.Alerts;

/// <content>Silences.</content>
public sealed partial class AlertBoard
{
    /// <summary>Makes or changes a silence.</summary>
    /// <returns>Its id, which may be another than was given.</returns>
    /// <exception cref="RefusedException"><c>invalid_field</c>, <c>not_found</c> or <c>overloaded</c>.</exception>
    public string PutSilence(SilencePost post, DateTimeOffset now)
    {
        Advance(now);
        if (SilenceRules.CheckTimes(post, now) is { } badTimes) throw new RefusedException(ErrorCode.InvalidField, badTimes);
        Silence? known = null;
        if (!string.IsNullOrEmpty(post.Id))
            known = _silences.Find(post.Id) ?? throw new RefusedException(ErrorCode.NotFound, "silence not found");
        if (SilenceRules.CheckMatchers(post) is { } badMatchers) throw new RefusedException(ErrorCode.InvalidField, badMatchers);
        var decision = SilenceRules.Decide(post, known, now, _newId());
        if (decision.IsNew && _silences.Count >= SilenceBook.MaxSilences)
            throw new RefusedException(ErrorCode.Overloaded, $"There are {_silences.Count} silences; expired ones are kept for {SilenceRules.Retention.TotalHours} hours.", 60);
        var touched = new HashSet<string>(StringComparer.Ordinal);
        if (decision.Replaced is { } replaced) Keep(replaced, AlertEvent.SilenceExpired, isOver: true, touched, now);
        Keep(decision.Put, decision.IsNew ? AlertEvent.SilenceCreated : AlertEvent.SilenceUpdated, isOver: false, touched, now);
        JudgeAll(touched, now);
        Advance(now);
        return decision.Put.Id;
    }

    /// <summary>Ends a silence; one that has ended stays as it is.</summary>
    /// <exception cref="RefusedException"><c>not_found</c>.</exception>
    public void ExpireSilence(string id, DateTimeOffset now)
    {
        Advance(now);
        var known = _silences.Find(id) ?? throw new RefusedException(ErrorCode.NotFound, "silence not found");
        if (known.StateAt(now) == SilenceState.Expired) return;
        var touched = new HashSet<string>(StringComparer.Ordinal);
        Keep(SilenceRules.Expire(known, now), AlertEvent.SilenceDeleted, isOver: true, touched, now);
        JudgeAll(touched, now);
        Advance(now);
    }

    /// <summary>A silence, or null.</summary>
    public SilenceView? Silence(string id, DateTimeOffset now) => _silences.Find(id) is { } silence ? new SilenceView(silence, silence.StateAt(now)) : null;

    /// <summary>All silences, in the order of the API.</summary>
    public IEnumerable<SilenceView> Silences(DateTimeOffset now) => _silences.Sorted(now);

    private void Keep(Silence silence, string type, bool isOver, HashSet<string> touched, DateTimeOffset now)
    {
        if (_silences.Find(silence.Id) is not null) Touch(silence.Id, touched);
        _silences.Put(silence);
        Touch(silence.Id, touched);
        var record = _silenceRecords.GetValueOrDefault(silence.Id) ?? new SilenceRecord(silence, 0, false, []);
        _silenceRecords[silence.Id] = record with { Silence = silence, IsOver = isOver };
        TellSilence(silence.Id, type, now);
        ScheduleSilence(silence, now);
    }

    private void Touch(string id, HashSet<string> touched)
    {
        foreach (var (fingerprint, entry) in _alerts)
        {
            if (entry.Record.IsFiring && _silences.IsMatch(id, entry.Record.Labels)) touched.Add(fingerprint);
        }
    }

    private void TellSilence(string id, string type, DateTimeOffset now)
    {
        var record = _silenceRecords[id];
        var eventId = string.Create(CultureInfo.InvariantCulture, $"silence-{id}-{record.Serial + 1}");
        var view = new SilenceView(record.Silence, record.IsOver ? SilenceState.Expired : record.Silence.StateAt(now));
        var pending = new PendingAlertEvent(eventId, NextOrder(now), type, now, AlertJson.Of(view));
        if (record.Pending.Length == AlertRecord.MaxPending)
        {
            _events.Remove(record.Pending[0].Order);
            record = record with { Pending = record.Pending.RemoveAt(0) };
        }

        _silenceRecords[id] = record with { Serial = record.Serial + 1, Pending = record.Pending.Add(pending) };
        _events[pending.Order] = new BoardEvent(ChannelName.Silences, id, pending);
        Changes.Silences.Add(id);
    }

    private void ScheduleSilence(Silence silence, DateTimeOffset now) => _deadlines.Set(
        DeadlineKind.SilenceChanges,
        silence.Id,
        silence.StateAt(now) switch
        {
            SilenceState.Pending => silence.StartsAt,
            SilenceState.Active => silence.EndsAt,
            _ => silence.EndsAt + SilenceRules.Retention,
        });

    private void ChangeSilence(string id, HashSet<string> touched, DateTimeOffset now)
    {
        if (_silenceRecords.GetValueOrDefault(id) is not { } record) return;
        var silence = record.Silence;
        switch (silence.StateAt(now))
        {
            case SilenceState.Active when silence.StartsAt > silence.UpdatedAt:
                // It begins to be in force; the time of the last change says that this has been told.
                silence = silence with { UpdatedAt = silence.StartsAt };
                _silences.Put(silence);
                _silenceRecords[id] = record with { Silence = silence };
                Touch(id, touched);
                TellSilence(id, AlertEvent.SilenceUpdated, now);
                break;
            case SilenceState.Expired when !record.IsOver:
                _silenceRecords[id] = record with { IsOver = true };
                Touch(id, touched);
                TellSilence(id, AlertEvent.SilenceExpired, now);
                break;
            case SilenceState.Expired when silence.EndsAt + SilenceRules.Retention <= now && record.Pending.IsEmpty:
                _silences.Remove(id);
                _silenceRecords.Remove(id);
                Changes.Silences.Add(id);
                return;
        }

        if (silence.StateAt(now) != SilenceState.Expired || silence.EndsAt + SilenceRules.Retention > now) ScheduleSilence(silence, now);
        else _deadlines.Set(DeadlineKind.SilenceChanges, id, now + AlertRules.Retention);
    }
}
