using System.Collections.Immutable;
using Iskra.Voices;

namespace Iskra.Delta;

/// <summary>
/// What happened at one seam in the last ten minutes, in slots of ten seconds. Pure: the caller gives the time. At most 60 slots
/// with one number for each type of event.
/// </summary>
/// <param name="seamId">Id of the seam.</param>
public sealed class SeamWindow(string seamId)
{
    /// <summary>How far back it looks.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(10);

    /// <summary>Length of a slot.</summary>
    public static readonly TimeSpan Slot = TimeSpan.FromSeconds(10);

    private readonly Queue<Sums> _slots = new();
    private Sums? _newest;
    private DateTimeOffset? _lastAt;

    /// <summary>Counts an event.</summary>
    public void Add(DeltaOccurrence occurrence, DeltaRecord record, DateTimeOffset now)
    {
        if (_newest is null || now - _newest.Start >= Slot)
        {
            Trim(now);
            _slots.Enqueue(_newest = new Sums(now));
        }

        _newest.Add(occurrence, record);
        if (!(record.Timestamp < _lastAt)) _lastAt = record.Timestamp;
    }

    /// <summary>The seam now.</summary>
    public ComponentSeam Read(DateTimeOffset now)
    {
        Trim(now);
        var events = _slots.Sum(slot => slot.Events);
        var share = events == 0 ? 0 : 1.0 / events;
        ImmutableArray<EventCount> byType =
        [
            .. _slots.SelectMany(slot => slot.ByType).GroupBy(pair => pair.Key, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new EventCount(group.Key, (int)Math.Min(int.MaxValue, group.Sum(pair => pair.Value)))),
        ];
        return new ComponentSeam(
            seamId,
            events,
            _slots.Sum(slot => slot.Errors),
            Mean(slot => slot.Significance),
            _slots.Select(slot => slot.MaxSignificance).DefaultIfEmpty(0).Max(),
            Mean(slot => slot.Pain),
            Mean(slot => slot.Trust),
            Mean(slot => slot.Chaos),
            byType,
            _lastAt);

        double Mean(Func<Sums, double> sum) => Math.Round(_slots.Sum(sum) * share, 4);
    }

    private void Trim(DateTimeOffset now)
    {
        while (_slots.TryPeek(out var oldest) && now - oldest.Start >= Span) _slots.Dequeue();
        if (_slots.Count == 0) _newest = null;
    }

    private sealed class Sums(DateTimeOffset start)
    {
        public DateTimeOffset Start { get; } = start;

        public long Events { get; private set; }

        public long Errors { get; private set; }

        public double Significance { get; private set; }

        public double MaxSignificance { get; private set; }

        public double Pain { get; private set; }

        public double Trust { get; private set; }

        public double Chaos { get; private set; }

        public Dictionary<string, long> ByType { get; } = new(StringComparer.Ordinal);

        public void Add(DeltaOccurrence occurrence, DeltaRecord record)
        {
            Events += occurrence.Count;
            if (DeltaRules.HasError(occurrence)) Errors += occurrence.Count;
            Significance += record.Significance * occurrence.Count;
            MaxSignificance = Math.Max(MaxSignificance, record.Significance);
            Pain += record.Pain * occurrence.Count;
            Trust += record.Trust * occurrence.Count;
            Chaos += record.Chaos * occurrence.Count;
            ByType[record.Event] = ByType.GetValueOrDefault(record.Event) + occurrence.Count;
        }
    }
}
