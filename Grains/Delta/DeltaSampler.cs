using System.Collections.Immutable;

namespace Iskra.Delta;

/// <summary>
/// Keeps a flood of events from becoming a flood of records: of each type, the first <see cref="MaxPerWindow"/> of a second
/// become records of their own, and one record at its end stands for all others. Pure: the caller gives the time.
/// </summary>
public sealed class DeltaSampler
{
    /// <summary>Most records of one type in one window, besides the one for the rest.</summary>
    public const int MaxPerWindow = 20;

    /// <summary>Length of a window.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Tally> _tallies = new(StringComparer.Ordinal);

    /// <summary>When the oldest window that holds something back ends; null when none does.</summary>
    public DateTimeOffset? DueAt => _tallies.Values.Where(tally => tally.Rest is not null).Min(tally => (DateTimeOffset?)(tally.Start + Window));

    /// <summary>Takes an event.</summary>
    /// <returns>The events that become records now: this one, or none, and before it what ended windows held back.</returns>
    public ImmutableArray<DeltaOccurrence> Add(DeltaOccurrence occurrence, DateTimeOffset now)
    {
        var due = Due(now);
        if (!_tallies.TryGetValue(occurrence.Event, out var tally) || now - tally.Start >= Window) tally = new Tally(now, 0, null);
        if (tally.Taken < MaxPerWindow)
        {
            _tallies[occurrence.Event] = tally with { Taken = tally.Taken + 1 };
            return due.Add(occurrence);
        }

        var rest = tally.Rest is { } earlier
            ? occurrence with { Count = (int)Math.Min(int.MaxValue, (long)earlier.Count + occurrence.Count) }
            : occurrence;
        _tallies[occurrence.Event] = tally with { Rest = rest };
        return due;
    }

    /// <summary>What ended windows held back.</summary>
    public ImmutableArray<DeltaOccurrence> Due(DateTimeOffset now)
    {
        var due = ImmutableArray<DeltaOccurrence>.Empty;
        foreach (var (type, tally) in _tallies)
        {
            if (tally.Rest is not { } rest || now - tally.Start < Window) continue;
            due = due.Add(rest);
            _tallies[type] = tally with { Rest = null };
        }

        return due;
    }

    private readonly record struct Tally(DateTimeOffset Start, int Taken, DeltaOccurrence? Rest);
}
