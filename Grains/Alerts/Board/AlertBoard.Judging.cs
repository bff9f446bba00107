using System.Collections.Immutable;
using System.Globalization;
using Iskra.Channels;

namespace Iskra.Alerts;

/// <content>Who is suppressed, and the events that tell of it.</content>
public sealed partial class AlertBoard
{
    /// <summary>Takes events out that their channel has.</summary>
    public void Acknowledge(IEnumerable<BoardEvent> appended)
    {
        foreach (var (channel, key, pending) in appended)
        {
            if (!_events.Remove(pending.Order)) continue;
            if (channel == ChannelName.Silences)
            {
                if (_silenceRecords.GetValueOrDefault(key) is not { } silence) continue;
                _silenceRecords[key] = silence with { Pending = silence.Pending.RemoveAll(item => item.Order == pending.Order) };
                Changes.Silences.Add(key);
            }
            else if (_alerts.GetValueOrDefault(key) is { } entry)
            {
                entry.Record = entry.Record with { Pending = entry.Record.Pending.RemoveAll(item => item.Order == pending.Order) };
                Store(entry);
            }
        }
    }

    /// <summary>Takes notifications out that have been handed over.</summary>
    public void Acknowledge(IEnumerable<NotificationIntent> handedOver)
    {
        foreach (var intent in handedOver)
        {
            if (_intents.Remove(intent.Notification.Key)) Changes.Intents.Add(intent.Notification.Key);
        }
    }

    private void JudgeAll(HashSet<string> touched, DateTimeOffset now)
    {
        foreach (var fingerprint in touched)
        {
            if (_alerts.GetValueOrDefault(fingerprint) is { } entry) Judge(entry, now);
        }

        touched.Clear();
    }

    private void Assess(AlertEntry entry, DateTimeOffset now)
    {
        entry.SilencedBy = _silences.Matching(entry.Record.Labels, now);
        entry.InhibitedBy = _inhibition.InhibitorOf(entry.Record.Fingerprint, entry.Roles);
    }

    private void Judge(AlertEntry entry, DateTimeOffset now)
    {
        Assess(entry, now);
        Conclude(entry, now);
    }

    private void Conclude(AlertEntry entry, DateTimeOffset now)
    {
        if (!entry.Record.IsFiring) return;
        if (entry.Begun is { } begun)
        {
            entry.Begun = null;
            JoinGroups(entry, now);
            Suppress(entry, now);
            Tell(entry, begun, now);
            if (entry.IsSuppressed) Tell(entry, AlertEvent.Inhibited, now);
        }
        else if (entry.IsSuppressed != entry.Record.IsSuppressed)
        {
            Suppress(entry, now);
            Tell(entry, entry.IsSuppressed ? AlertEvent.Inhibited : AlertEvent.Firing, now);
        }

        ScheduleStep(entry);
    }

    private static void Suppress(AlertEntry entry, DateTimeOffset now)
    {
        var escalation = entry.Record.Escalation;
        entry.Record = entry.Record with
        {
            IsSuppressed = entry.IsSuppressed,
            Escalation = entry.IsSuppressed ? EscalationRules.Hold(escalation, now) : EscalationRules.Release(escalation, now),
        };
    }

    private void Tell(AlertEntry entry, string type, DateTimeOffset now)
    {
        var record = entry.Record;
        var id = string.Create(CultureInfo.InvariantCulture, $"alert-{record.Fingerprint}-{record.Life}-{record.Serial + 1}");
        var pending = new PendingAlertEvent(id, NextOrder(now), type, now, AlertJson.Of(View(entry, now)));
        if (record.Pending.Length == AlertRecord.MaxPending)
        {
            _events.Remove(record.Pending[0].Order);
            record = record with { Pending = record.Pending.RemoveAt(0) };
        }

        entry.Record = record with { Serial = record.Serial + 1, Pending = record.Pending.Add(pending) };
        _events[pending.Order] = new BoardEvent(ChannelName.Alerts, record.Fingerprint, pending);
        Store(entry);
    }

    // Rises with time and never repeats, across restarts too.
    private long NextOrder(DateTimeOffset now) => _order = Math.Max(_order + 1, now.UtcTicks);
}
