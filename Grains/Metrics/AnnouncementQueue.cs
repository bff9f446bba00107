using System.Collections.Immutable;

namespace Iskra.Metrics;

/// <summary>
/// The changes of state of one metric that wait to be announced, in order. Bounded: when <see cref="Limit"/> wait, a further
/// change is joined with the newest of them, so that what is announced still leads from each state to the next and ends in
/// the state that holds.
/// </summary>
public sealed class AnnouncementQueue
{
    /// <summary>Most changes that wait.</summary>
    public const int Limit = 16;

    /// <summary>Most changes that are announced together; fewer than wait, so that joining never touches one on its way.</summary>
    public const int BatchLimit = 8;

    private ImmutableList<StateChange> _pending;
    private MetricState _announced;
    private DateTimeOffset _newestAt;

    /// <summary>Continues from what was stored.</summary>
    public AnnouncementQueue(AnnouncementState state)
    {
        _announced = state.Announced;
        _newestAt = state.AnnouncedAt;
        _pending = state.Pending.IsDefault ? [] : [.. state.Pending];
    }

    /// <summary>Whether something waits.</summary>
    public bool IsEmpty => _pending.IsEmpty;

    /// <summary>The state that subscribers of <c>slo</c> know when everything that waits is announced.</summary>
    public MetricState Latest => _pending.IsEmpty ? _announced : _pending[^1].To;

    /// <summary>What to store.</summary>
    public AnnouncementState ToState() => new(_announced, _newestAt, [.. _pending]);

    /// <summary>Takes the state that holds now.</summary>
    /// <param name="state">The state.</param>
    /// <param name="value">The value it follows from.</param>
    /// <param name="at">The time of the value.</param>
    /// <returns>Whether it is a change.</returns>
    public bool Add(MetricState state, double value, DateTimeOffset at)
    {
        if (state == Latest) return false;
        _newestAt = Later(at, _newestAt);
        var change = new StateChange(Latest, state, value, _newestAt);
        _pending = _pending.Count < Limit ? _pending.Add(change) : Join(change);
        return true;
    }

    /// <summary>The oldest changes that wait, at most <see cref="BatchLimit"/>.</summary>
    public ImmutableArray<StateChange> Next() => [.. _pending.Take(BatchLimit)];

    /// <summary>Takes announced changes out.</summary>
    /// <param name="changes">What <see cref="Next"/> returned last.</param>
    public void Acknowledge(ImmutableArray<StateChange> changes)
    {
        if (changes.IsEmpty) return;
        _announced = changes[^1].To;
        _pending = _pending.RemoveRange(0, changes.Length);
    }

    // The id of an announcement is made of its time, in microseconds, so two changes must not share one.
    private static DateTimeOffset Later(DateTimeOffset at, DateTimeOffset newest)
    {
        var next = newest.AddMicroseconds(1);
        return at > next ? at : next;
    }

    private ImmutableList<StateChange> Join(StateChange change)
    {
        var last = _pending[^1];
        var rest = _pending.RemoveAt(_pending.Count - 1);
        return last.From == change.To ? rest : rest.Add(change with { From = last.From });
    }
}
